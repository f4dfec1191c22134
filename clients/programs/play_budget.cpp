#include "clients/programs/play_budget.hpp"

#include <fmt/format.h>

namespace conform::clients {
namespace {

bool is_renewal(const Exchange& arriving, const Request& request) {
  return arriving.endpoint == Endpoint::kToken &&
         request.form().get("grant_type") == "refresh_token";
}

}  // namespace

void PlayBudget::begin_step() {
  renewals_ = 0;
  registrations_ = 0;
  authorizations_ = 0;
}

std::string PlayBudget::spend(const Exchange& arriving, const Request& request) {
  if (++requests_ > limits_.requests) {
    return fmt::format("it sent more than {} requests in one play", limits_.requests);
  }
  const auto too_many = [&](std::size_t& count, bool one_more, std::string_view what) {
    count += one_more ? 1 : 0;
    return count > limits_.of_a_kind
               ? fmt::format("it sent more than {} {} in one step", limits_.of_a_kind, what)
               : std::string();
  };
  if (std::string text =
          too_many(renewals_, is_renewal(arriving, request), "requests to renew its token");
      !text.empty()) {
    return text;
  }
  if (std::string text =
          too_many(registrations_, arriving.endpoint == Endpoint::kRegistration, "registrations");
      !text.empty()) {
    return text;
  }
  return too_many(authorizations_, arriving.endpoint == Endpoint::kAuthorize,
                  "authorization requests");
}

}  // namespace conform::clients
