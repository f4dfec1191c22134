// As whom a scripted client asks: products have a User-Agent for each part of their code.
#pragma once

#include <string>

#include "clients/profile/behaviour.hpp"

namespace conform::clients {

inline const std::string& first_of(const std::string& preferred, const std::string& otherwise) {
  return preferred.empty() ? otherwise : preferred;
}

inline const std::string& oauth_agent(const Behaviour& behaviour) {
  return first_of(behaviour.identity.oauth_user_agent, behaviour.identity.user_agent);
}

inline const std::string& code_agent(const Behaviour& behaviour) {
  return first_of(behaviour.identity.code_user_agent, oauth_agent(behaviour));
}

inline const std::string& refresh_agent(const Behaviour& behaviour) {
  return first_of(behaviour.identity.refresh_user_agent, oauth_agent(behaviour));
}

}  // namespace conform::clients
