// The form in which the fuzzer and its corpus write requests: a line "METHOD SITE TARGET", header
// fields, an empty line, a body; a line "%%" before the next request. {token}, {key}, {ticket},
// {session}, {client_id}, {code} and {refresh} stand for what is valid, so that mutations reach
// what lies behind the credentials. Pure functions.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "mock_server/mock_omni.hpp"

namespace conform::mock {

// The requests of an input; whatever the bytes are, some can be made of them.
std::vector<Request> fuzz_requests(std::string_view bytes, const MockOmni& mock,
                                   const std::map<std::string, std::string>& valid);

// A mock in which somebody is signed in and everything that a placeholder names is valid. The same
// every time.
struct FuzzTarget {
  FuzzTarget();
  ~FuzzTarget();
  // Answers every request of the input; aborts when an answer is no HTTP or a 500 of our own.
  void handle(std::string_view bytes);

  std::unique_ptr<MockOmni> mock;
  std::map<std::string, std::string> valid;
};

}  // namespace conform::mock
