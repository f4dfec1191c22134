#include "clients/programs/page_visit.hpp"

#include <fmt/format.h>

#include <chrono>
#include <exception>

#include "clients/programs/listening.hpp"
#include "foundation/http/url.hpp"

namespace conform::clients {
namespace {

constexpr std::chrono::milliseconds kReadingTime{3000};

void await_listener(const std::string& url) {
  const std::string redirect =
      Parameters::parse(Url::parse(url).value_or(Url{}).query).get("redirect_uri");
  const Url target = Url::parse(redirect).value_or(Url{});
  if (target.scheme == "http" && target.is_loopback() && target.port != 0) {
    wait_for_listener(target.port, kReadingTime);
  }
}

}  // namespace

VisitOutcome visit_page(Person& person, const std::string& url) {
  try {
    await_listener(url);
    const bool led_back = person.open(url, true).end == Visit::End::kHandedOver;
    return {.led_back = led_back, .remark = "the browser has nothing more to do"};
  } catch (const std::exception& error) {
    return {.led_back = false,
            .remark = fmt::format("the page could not be opened: {}", error.what())};
  }
}

}  // namespace conform::clients
