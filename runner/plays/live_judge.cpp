#include "runner/plays/live_judge.hpp"

#include <algorithm>

#include "suites/scenario.hpp"

namespace conform::runner {

using mock::Attribution;
using mock::ClientVerdict;

namespace {

// Entries that are read at a time: few enough that large ones fit into memory.
constexpr std::size_t kPage = 16;

std::string verdict_on(const Check& check, const Finding& finding) {
  if (finding.outcome == Finding::Outcome::kPass) return "pass";
  return check.severity == Severity::kMust ? "fail" : "warn";
}

bool says_something(const Finding& finding) {
  return finding.outcome != Finding::Outcome::kNotExercised &&
         finding.outcome != Finding::Outcome::kCannotTell;
}

}  // namespace

void LiveJudge::go_on(const Transcript& transcript, std::size_t at_most) {
  for (std::size_t left = at_most; left > 0;) {
    left -= catch_up(transcript, left);
    const std::vector<Entry> page =
        transcript.entries_after(senders_.size(), std::min(left, kPage));
    if (page.empty()) return;
    for (const Entry& entry : page) take(entry);
    left -= page.size();
  }
}

void LiveJudge::take(const Entry& entry) {
  const Attribution::Sender sender = attribution_.learn(entry);
  senders_.push_back(sender);
  for (const auto& [moved, before] : attribution_.take_changed()) {
    restart(before);
    restart(attribution_.client_of(moved));
  }
  if (sender == Attribution::kNobody) return;
  Client* const its = client(attribution_.client_of(sender));
  if (its == nullptr) {
    ++left_out_;
  } else if (its->next == 0) {
    its->watch.see(entry);
    ++its->entries;
    its->is_news = true;
  }
}

// nullptr when there are too many.
LiveJudge::Client* LiveJudge::client(const std::string& name) {
  const auto found = clients_.find(name);
  if (found != clients_.end()) return &found->second;
  if (clients_.size() == kMostClients) return nullptr;
  return &clients_.emplace(name, Client{.watch = {}, .next = 0}).first->second;
}

// A client with ever more names and User-Agents would be judged anew without end: what such a one
// did under the next of them before it was known does not count.
void LiveJudge::restart(const std::string& name) {
  constexpr std::size_t kMostRestarts = 100;
  Client* const again = client(name);
  if (again == nullptr || again->restarts == kMostRestarts) return;
  *again = Client{.watch = {}, .next = 1, .restarts = again->restarts + 1, .is_news = true};
}

// Those that are judged anew. Returns how many entries were judged.
std::size_t LiveJudge::catch_up(const Transcript& transcript, std::size_t at_most) {
  std::size_t done = 0;
  for (auto at = clients_.begin(); at != clients_.end();) {
    if (at->second.next > 0) done += catch_up(*at, transcript, at_most - done);
    const bool is_nobody = at->second.next == 0 && at->second.entries == 0;
    at = is_nobody ? clients_.erase(at) : std::next(at);
  }
  return done;
}

std::size_t LiveJudge::catch_up(Clients::value_type& behind, const Transcript& transcript,
                                std::size_t at_most) {
  auto& [name, client] = behind;
  std::vector<bool> is_its(attribution_.senders());
  for (Attribution::Sender sender = 1; sender < is_its.size(); ++sender) {
    is_its[sender] = attribution_.client_of(sender) == name;
  }
  std::size_t done = 0;
  while (done < at_most && client.next <= senders_.size()) {
    std::size_t end = client.next;  // of those that follow each other
    while (end <= senders_.size() && end - client.next < std::min(kPage, at_most - done) &&
           is_its[senders_[end - 1]]) {
      ++end;
    }
    const std::size_t count = end - client.next;
    if (count == 0) {
      ++client.next;
      continue;
    }
    for (const Entry& entry : transcript.entries_after(client.next - 1, count)) {
      client.watch.see(entry);
    }
    client.entries += count;
    client.next = end;
    done += count;
  }
  if (client.next > senders_.size()) client.next = 0;
  return done;
}

std::size_t LiveJudge::judged() const {
  std::size_t all = senders_.size();
  for (const auto& [name, client] : clients_) {
    if (client.next > 0) all = std::min(all, client.next - 1);
  }
  return all;
}

std::size_t LiveJudge::left_out() const { return left_out_ + attribution_.left_out(); }

std::vector<ClientVerdict> LiveJudge::verdicts() const {
  std::vector<ClientVerdict> verdicts;
  for (const auto& [name, client] : clients_) {
    const std::vector<Finding> findings = client.watch.findings();
    for (std::size_t i = 0; i < findings.size(); ++i) {
      const Check& check = invariants()[i];
      const Finding& finding = findings[i];
      if (!says_something(finding)) continue;
      verdicts.push_back({.client = name,
                          .check = check.id,
                          .expected = check.expectation.text,
                          .severity = std::string(to_string(check.severity)),
                          .verdict = verdict_on(check, finding),
                          .message = finding.seen,
                          .exchange = finding.evidence.empty() ? 0 : finding.evidence.front()});
    }
  }
  return verdicts;
}

std::vector<LiveJudge::ClientFindings> LiveJudge::take_news() {
  std::vector<ClientFindings> news;
  for (auto& [name, client] : clients_) {
    if (!std::exchange(client.is_news, false)) continue;
    news.push_back({name, client.watch.findings()});
  }
  return news;
}

}  // namespace conform::runner
