// A client that behaves on the wire as a profile says: like a product, or like a bug. Strictly
// sequential: the same seed makes the same requests. Not thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "clients/browser/person.hpp"
#include "clients/client.hpp"
#include "clients/http/http_connection.hpp"
#include "clients/profile/profile.hpp"
#include "clients/scripted/oauth/held_grant.hpp"
#include "mock_server/mock_omni.hpp"

namespace conform::clients {

// What a scripted client finds around it, whatever server it speaks to.
struct ClientEnvironment {
  std::function<std::string(const Connect&)> url;            // of the MCP server
  std::function<std::string(const std::string& id)> secret;  // of an API key
  std::function<TimePoint()> now;
  std::function<void(Duration)> wait;       // lets time pass
  std::function<void(std::string)> tell;    // its user
  std::function<void(std::string)> remark;  // what only the record of a play is told
  std::function<Visit(const std::string&)> open_browser;
  // Asked before a tool is called; what it returns waits until the server has recorded that call,
  // so that whoever gives it up says so afterwards. Empty: nobody here keeps the record.
  std::function<std::function<void()>()> expect_call = {};
  TimeLimits patience = {};
  HttpConnection::Witness witness = {};  // of what it sends and gets; or empty
  HeldRegistration registered = {};      // beforehand, with every server; no client_id: it was not
};

// The mock and its person; both must outlive what is made with it.
ClientEnvironment place_at(mock::MockOmni& mock, Person& person);

class ScriptedClient final : public Client {
 public:
  // Finds its URLs and keys in the mock, and writes what it tells its user into the mock's
  // transcript. All three must outlive it.
  ScriptedClient(const Profile& profile, mock::MockOmni& mock, Person& person, std::uint64_t seed);
  // Anywhere on loopback.
  ScriptedClient(const Profile& profile, ClientEnvironment place, std::uint64_t seed);
  ~ScriptedClient() override;

  Outcome perform(const Intent& intent) override;
  void finish() override;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace conform::clients
