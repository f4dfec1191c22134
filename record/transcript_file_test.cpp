#include "record/transcript_file.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

#include "record/transcript.hpp"

namespace conform {
namespace {

Exchange exchange_of(std::size_t i) {
  Exchange exchange;
  exchange.at = TimePoint(std::chrono::seconds(i));
  exchange.site = "acme";
  exchange.origin = "http://127.0.0.1:1";
  exchange.endpoint = Endpoint::kMcp;
  if (i % 2 == 0) exchange.rpc = RpcSummary{"tools/call", std::to_string(i), "getData", i % 4 == 0};
  exchange.request.method = "POST";
  exchange.request.target = "/mcp/https?" + std::to_string(i);
  exchange.request.headers = {{"Host", "a"}, {"X-Empty", ""}};
  exchange.request.body = std::string("bytes \0 of all kinds \xff", 22) + std::to_string(i);
  exchange.request.scheme = "https";
  exchange.response.status = 403;
  exchange.response.headers = {{"Content-Type", "application/json"}};
  exchange.response.body = std::string(i % 7 * 100, 'x');
  exchange.response.delivery.drip_bytes = i;
  exchange.facts = {{"user", "quinn"}, {"refusal", "viewer_cannot_query"}};
  return exchange;
}

void expect_same(const Entry& entry, std::size_t i) {
  const auto* seen = std::get_if<Exchange>(&entry);
  ASSERT_NE(seen, nullptr);
  const Exchange expected = exchange_of(i);
  EXPECT_EQ(seen->number, i);
  EXPECT_EQ(seen->at, expected.at);
  EXPECT_EQ(seen->site, expected.site);
  EXPECT_EQ(seen->origin, expected.origin);
  EXPECT_EQ(seen->endpoint, expected.endpoint);
  ASSERT_EQ(seen->rpc.has_value(), expected.rpc.has_value());
  if (seen->rpc) {
    EXPECT_EQ(seen->rpc->method, expected.rpc->method);
    EXPECT_EQ(seen->rpc->id, expected.rpc->id);
    EXPECT_EQ(seen->rpc->tool, expected.rpc->tool);
    EXPECT_EQ(seen->rpc->batch, expected.rpc->batch);
  }
  EXPECT_EQ(seen->request.method, expected.request.method);
  EXPECT_EQ(seen->request.target, expected.request.target);
  EXPECT_EQ(seen->request.headers, expected.request.headers);
  EXPECT_EQ(seen->request.body, expected.request.body);
  EXPECT_EQ(seen->request.scheme, expected.request.scheme);
  EXPECT_EQ(seen->response.status, expected.response.status);
  EXPECT_EQ(seen->response.headers, expected.response.headers);
  EXPECT_EQ(seen->response.body, expected.response.body);
  EXPECT_EQ(seen->response.delivery.drip_bytes, expected.response.delivery.drip_bytes);
  EXPECT_EQ(seen->facts, expected.facts);
}

TEST(Transcript, LosesNothingWhenItsMemoryIsSmall) {
  Transcript transcript(20'000);
  constexpr std::size_t kEntries = 500;
  for (std::size_t i = 1; i <= kEntries; ++i) EXPECT_EQ(transcript.append(exchange_of(i)), i);
  EXPECT_EQ(transcript.size(), kEntries);
  const std::vector<Entry> all = transcript.entries();
  ASSERT_EQ(all.size(), kEntries);
  for (std::size_t i = 1; i <= kEntries; ++i) expect_same(all[i - 1], i);
  while (transcript.bytes_in_memory() > 20'000U) std::this_thread::yield();  // soon, or never
  EXPECT_GT(transcript.bytes_in_memory(), 10'000U);
}

TEST(Transcript, NeverHoldsMoreThanAQuarterAboveItsMemory) {
  Transcript transcript(20'000);
  for (std::size_t i = 1; i <= 500; ++i) {
    transcript.append(exchange_of(i));
    ASSERT_LE(transcript.bytes_in_memory(), 25'000U) << i;
  }
}

TEST(Transcript, AnyPartIsReadWhereverItIs) {
  Transcript transcript(20'000);
  for (std::size_t i = 1; i <= 200; ++i) transcript.append(exchange_of(i));
  for (const std::size_t after : {0U, 1U, 50U, 150U, 199U}) {
    for (const std::size_t limit : {1U, 20U, 1000U}) {
      const auto part = transcript.entries_after(after, limit);
      ASSERT_EQ(part.size(), std::min<std::size_t>(limit, 200 - after)) << after << ' ' << limit;
      expect_same(part.front(), after + 1);
      expect_same(part.back(), after + part.size());
    }
  }
  EXPECT_TRUE(transcript.entries_after(200, 5).empty());
  EXPECT_TRUE(transcript.entries_after(3, 0).empty());
}

TEST(Transcript, NotesComeBackToo) {
  Transcript transcript(1000);
  for (int i = 0; i < 100; ++i) {
    transcript.note(Note::Kind::kAdmin, "change " + std::to_string(i), TimePoint());
  }
  const std::vector<Note> notes = transcript.notes(Note::Kind::kAdmin);
  ASSERT_EQ(notes.size(), 100U);
  EXPECT_EQ(notes[3].text, "change 3");
  EXPECT_EQ(notes[3].number, 4U);
}

TEST(Transcript, IsReadWhileItIsWrittenByMany) {
  Transcript transcript(20'000);
  constexpr std::size_t kEach = 200;
  {
    std::vector<std::jthread> writers;
    writers.reserve(3);
    for (int writer = 0; writer < 3; ++writer) {
      writers.emplace_back([&transcript] {
        for (std::size_t i = 0; i < kEach; ++i) transcript.append(exchange_of(i));
      });
    }
    while (transcript.size() < 3 * kEach) {
      const std::size_t before = transcript.size();
      EXPECT_GE(transcript.entries().size(), before);
    }
  }
  const std::vector<Entry> all = transcript.entries();
  ASSERT_EQ(all.size(), 3 * kEach);
  for (std::size_t i = 0; i < all.size(); ++i) {
    EXPECT_EQ(std::get<Exchange>(all[i]).number, i + 1);
  }
}

TEST(Transcript, AnEntryLargerThanItsMemoryIsKept) {
  Transcript transcript(1000);
  for (int i = 0; i < 3; ++i) transcript.note(Note::Kind::kOutput, std::string(5000, 'x'));
  const std::vector<Note> notes = transcript.notes(Note::Kind::kOutput);
  ASSERT_EQ(notes.size(), 3U);
  EXPECT_EQ(notes[0].text.size(), 5000U);
}

TEST(TranscriptFile, HoldsWhatItWasGiven) {
  TranscriptFile file;
  EXPECT_EQ(file.append("one"), 0U);
  EXPECT_EQ(file.append("two"), 3U);
  EXPECT_EQ(file.read(3, 3), "two");
  EXPECT_EQ(file.read(1, 4), "netw");
  EXPECT_THROW(static_cast<void>(file.read(4, 3)), std::system_error);
}

// A temporary folder that is not there, for as long as this lives.
class NoRoom {
 public:
  NoRoom() { ::setenv("TMPDIR", "/no/such/folder", 1); }
  ~NoRoom() { give_room(); }
  static void give_room() { ::unsetenv("TMPDIR"); }
};

TEST(Transcript, SaysThatItsFileCannotBeWrittenAndTriesAgain) {
  constexpr std::size_t kMemory = 64UL * 1024;
  const NoRoom no_room;
  std::vector<std::string> told;
  Transcript transcript(kMemory);
  transcript.on_trouble([&](const std::string& trouble) { told.push_back(trouble); });
  std::size_t count = 0;
  const auto record_until = [&](auto is_enough) {
    while (!is_enough() && count < 10'000) transcript.append(exchange_of(++count));
    return is_enough();
  };
  EXPECT_TRUE(record_until([&] { return transcript.bytes_in_memory() > 3 * kMemory; }));
  NoRoom::give_room();
  // One piece more than a quarter later it writes what it can, all of what was kept included.
  EXPECT_TRUE(record_until([&] { return transcript.bytes_in_memory() <= kMemory + kMemory / 4; }));
  const std::vector<Entry> entries = transcript.entries();
  ASSERT_EQ(entries.size(), count);
  for (std::size_t i = 1; i <= count; ++i) expect_same(entries[i - 1], i);
  ASSERT_EQ(told.size(), 1U);
  EXPECT_NE(told[0].find("stays in memory"), std::string::npos) << told[0];
}

}  // namespace
}  // namespace conform
