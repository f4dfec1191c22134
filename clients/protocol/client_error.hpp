// Why a scripted client could not go on, in words for its user.
#pragma once

#include <expected>
#include <string>
#include <utility>

#include "clients/client.hpp"

namespace conform::clients {

struct ClientError {
  enum class Area {
    kHttp,
    kOAuth,
    kTool,
    kWaiting
  };  // which of Behaviour::Output's members speaks of it
  Area area = Area::kHttp;
  Outcome::Kind kind = Outcome::Kind::kRefused;
  std::string text;
  bool key_unauthorized = false;  // a configured key was refused with 401
};

inline ClientError oauth_error(Outcome::Kind kind, std::string text) {
  return {ClientError::Area::kOAuth, kind, std::move(text)};
}

template <typename T>
using Attempt = std::expected<T, ClientError>;

}  // namespace conform::clients
