// `omni-conform verify`: judges a server of MCP, ours or any other, by the table of server checks.
#pragma once

#include <string>
#include <vector>

#include "runner/program/streams.hpp"
#include "verify/server_checks.hpp"

namespace conform::runner {

struct VerifyCommandOptions {
  std::string url;
  std::string bearer;         // a key or token that the server accepts; or empty
  std::string revoked;        // one that it must not accept any more; or empty
  std::string viewer;         // one of somebody who may not query; or empty
  std::string foreign;        // one that another server accepts; or empty
  std::string foreign_model;  // of another organization; or empty
  bool oauth = false;         // sign in: registers clients and makes grants
  std::string sign_in;        // "EMAIL:PASSWORD"; empty: nobody can
  std::string fidelity;       // a file for differences(), or empty
  bool json = false;          // the findings, when all are there, instead of a line for each
  double time_limit = 300;    // seconds for everything
  double first_answer = 10;   // seconds for the first request
};

// Where the server is not as the mock, which passes every check: one entry for each failed check,
// in the form of fixtures/fidelity.json. `source` says which server it was, and when.
std::string differences(const std::vector<verify::ServerFinding>& findings,
                        const std::string& source);

// Returns an ExitCode; throws UsageError, and ReportError when the file cannot be written.
int verify_command(const VerifyCommandOptions& options, Streams& streams);

}  // namespace conform::runner
