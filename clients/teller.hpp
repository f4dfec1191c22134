// What a scripted client tells its user, as far as its behaviour lets it speak. Not thread-safe.
#pragma once

#include <string>

#include "clients/behaviour.hpp"
#include "clients/trouble.hpp"
#include "mock_server/mock_omni.hpp"

namespace conform {

class Teller {
 public:
  // Writes into the mock's transcript. Both must outlive it.
  Teller(const Behaviour& behaviour, MockOmni& mock) : behaviour_(behaviour), mock_(mock) {}

  void say(std::string text);  // as it is; nothing when it is empty
  // The trouble in the client's own words, and the outcome of the intent that it ends.
  Outcome report(const Trouble& trouble);
  // Only a client that prints secrets does it.
  void secret(const std::string& what, const std::string& value);

 private:
  const Behaviour& behaviour_;
  MockOmni& mock_;
};

}  // namespace conform
