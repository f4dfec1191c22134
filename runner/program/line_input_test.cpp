#include "runner/program/line_input.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include <array>
#include <latch>
#include <string>
#include <thread>
#include <vector>

namespace conform::runner {
namespace {

using testing::ElementsAre;

class ReadsLines : public testing::Test {
 protected:
  ReadsLines() { EXPECT_EQ(pipe(ends_.data()), 0); }
  ~ReadsLines() override {
    close(ends_[0]);
    if (!is_closed_) close(ends_[1]);
  }
  void type(const std::string& text) {
    EXPECT_EQ(write(ends_[1], text.data(), text.size()), static_cast<ssize_t>(text.size()));
  }
  void close_it() {
    close(ends_[1]);
    is_closed_ = true;
  }

  std::array<int, 2> ends_{};
  bool is_closed_ = false;
};

TEST_F(ReadsLines, UntilTheInputEnds) {
  type("one\r\n\nthree");
  close_it();
  std::vector<std::string> lines;
  read_lines(ends_[0], {}, [&](const std::string& line) { lines.push_back(line); });
  EXPECT_THAT(lines, ElementsAre("one", "", "three"));
}

TEST_F(ReadsLines, UntilItIsAskedToStop) {
  std::latch read(1);
  std::jthread reading([&](const std::stop_token& stop) {
    read_lines(ends_[0], stop, [&](const std::string&) { read.count_down(); });
  });
  type("one\n");
  read.wait();
  reading.request_stop();
  reading.join();
}

TEST_F(ReadsLines, ButNotWhatCannotBeRead) {
  read_lines(-1, {}, [](const std::string& line) { ADD_FAILURE() << line; });
}

}  // namespace
}  // namespace conform::runner
