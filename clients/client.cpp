#include "clients/client.hpp"

namespace conform::clients {

std::string_view to_string(Outcome::Kind kind) {
  switch (kind) {
    case Outcome::Kind::kDone:
      return "done";
    case Outcome::Kind::kRefused:
      return "refused";
    case Outcome::Kind::kAnswered:
      return "answered";
    case Outcome::Kind::kGaveUp:
      return "gave up";
    case Outcome::Kind::kCannot:
      return "cannot";
    case Outcome::Kind::kCrashed:
      return "crashed";
  }
  return "unknown";
}

}  // namespace conform::clients
