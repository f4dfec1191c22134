// What a scripted client tells its user, as far as its behaviour lets it speak. Not thread-safe.
#pragma once

#include <functional>
#include <string>
#include <utility>

#include "clients/profile/behaviour.hpp"
#include "clients/protocol/client_error.hpp"

namespace conform::clients {

class UserOutput {
 public:
  // `shows` is where its user reads it. The behaviour must outlive it.
  UserOutput(const Behaviour& behaviour, std::function<void(std::string)> shows)
      : behaviour_(behaviour), shows_(std::move(shows)) {}

  void say(std::string text);  // as it is; nothing when it is empty
  // The trouble in the client's own words, and the outcome of the intent that it ends.
  Outcome report(const ClientError& trouble);
  // Only a client that prints secrets does it.
  void secret(const std::string& what, const std::string& value);

 private:
  const Behaviour& behaviour_;
  std::function<void(std::string)> shows_;
};

}  // namespace conform::clients
