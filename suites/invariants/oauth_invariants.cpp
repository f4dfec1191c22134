// What holds of registrations and of the resource that authorization requests name.
#include <fmt/format.h>

#include <string>
#include <utility>
#include <vector>

#include "suites/words/discovery_words.hpp"
#include "suites/words/findings.hpp"
#include "suites/words/invariant.hpp"

namespace conform {
namespace {

using namespace words;

// A property that needs nothing of the record but the exchange.
class EachHas final : public Watch {
 public:
  EachHas(const Kind& kind, Property property) : kind_(kind), property_(std::move(property)) {}

  [[nodiscard]] Finding finding() const override {
    if (count_ == 0) return not_exercised(fmt::format("no {} was seen", kind_.one));
    const std::string all = count_of(count_, kind_);
    if (wrong_count_ == 0) return verdict(true, all, good_);
    return verdict(false, fmt::format("{} of {}: {}", wrong_count_, all, problem_), wrong_);
  }

 private:
  void see_exchange(const Exchange& e) override {
    if (!kind_.is(e)) return;
    ++count_;
    const std::string problem = property_.problem(e, {});
    std::vector<std::size_t>& numbers = problem.empty() ? good_ : wrong_;
    if (numbers.size() < kShownEvidence) numbers.push_back(e.number);
    if (!problem.empty() && wrong_count_++ == 0) problem_ = problem;
  }

  Kind kind_;
  Property property_;
  std::size_t count_ = 0;
  std::size_t wrong_count_ = 0;
  std::vector<std::size_t> good_;
  std::vector<std::size_t> wrong_;
  std::string problem_;
};

Invariant must_each(std::string id, const Kind& kind, const Property& property,
                    std::string requirement, std::string catcher) {
  return must_hold(std::move(id), each(kind, property).text, begin<EachHas>(kind, property),
                   std::move(requirement), std::move(catcher));
}

Invariant should_each(std::string id, const Kind& kind, const Property& property,
                      std::string requirement, std::string catcher) {
  return should_hold(std::move(id), each(kind, property).text, begin<EachHas>(kind, property),
                     std::move(requirement), std::move(catcher));
}

}  // namespace

std::vector<Invariant> oauth_invariants() {
  return {
      must_each("registration-is-json", registration, is_json_object(), "DCR-02",
                "registers_as_text"),
      must_hold("redirect-registered", redirects_as_registered().text,
                watch_redirects_as_registered, "DCR-04", "registers_another_redirect"),
      // A MUST of 2026-07-28, and nothing of the revisions before it.
      should_each("application-type", registration, says_its_type(), "REG-08",
                  "registers_without_type"),
      should_each("refresh-registered", registration, asks_for_refresh(), "TOK-10",
                  "registers_without_refresh"),
      must_each("resource-is-whole", authorize_with_resource, has_whole_resource(), "RES-01",
                "fragment_in_resource"),
  };
}

}  // namespace conform
