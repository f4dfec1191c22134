#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "foundation/json/json_text.hpp"
#include "suites/record.hpp"
#include "suites/words/findings.hpp"
#include "suites/words/transport_words.hpp"

namespace conform::words {
namespace {

using Entries = std::vector<Entry>;

// The text of the answer when this entry is a call that was served, else empty.
std::string answered_text(const Entry& entry) {
  const Exchange* e = record::exchange_in(entry);
  const bool answers = e != nullptr && kinds::is_tools_call(*e) && record::was_served(*e);
  return answers ? record::tool_text(*e) : std::string();
}

// Lines that follow each other, as they come from a program; line ends are not part of them.
class Told {
 public:
  void add(std::string_view line) {
    text_ += line;
    text_ += '\n';
  }
  // Whether the newest line completes the wanted text. Older text was searched before.
  [[nodiscard]] bool has_just_said(const std::string& wanted, std::string_view line) const {
    const std::size_t most = wanted.size() + line.size() + 1;
    const std::string_view end = text_;
    return holds_text(line, wanted) ||
           holds_text(end.substr(end.size() - std::min(end.size(), most)), wanted);
  }

 private:
  std::string text_;
};

template <typename Condition>
Expectation shown_where(Condition condition) {
  return {fmt::format("the client shows what its calls were answered, whole, {}", when(condition)),
          [condition = std::move(condition)](const Entries& entries) {
            const auto scope = scope_of(entries, condition);
            if (!scope) return not_exercised(condition.event);
            std::string wanted;
            std::size_t call = 0;
            std::size_t something_else = 0;  // that was shown in its place
            std::vector<std::size_t> shown;
            Told told;
            for (const Entry& entry : scope->entries) {
              // A program may print other things too, but the answer must come before the next
              // intent.
              if (record::note_in(entry, Note::Kind::kIntent) != nullptr && !wanted.empty()) break;
              if (std::string text = answered_text(entry); !text.empty()) {
                wanted = std::move(text);
                call = record::number_of(entry);
                something_else = 0;
                told = {};
              }
              const Note* output = record::note_in(entry, Note::Kind::kOutput);
              if (output == nullptr || wanted.empty()) continue;
              told.add(output->text);
              if (!told.has_just_said(wanted, output->text)) {
                if (something_else == 0) something_else = output->number;
                continue;
              }
              shown.insert(shown.end(), {call, output->number});
              wanted.clear();
            }
            if (!wanted.empty() && record::is_unheard(entries)) return unheard({call});
            const Spot answer{.entry = call, .part = Spot::Part::kResponseBody};
            if (!wanted.empty() && something_else != 0) {
              return verdict(false, "it showed something else", {call, something_else}, {answer});
            }
            if (!wanted.empty()) return verdict(false, "it showed nothing", {call}, {answer});
            if (shown.empty()) return not_exercised("no call was served");
            return verdict(true, "shown", std::move(shown));
          }};
}

}  // namespace

Expectation shows_what_came(Once condition) { return shown_where(std::move(condition)); }
Expectation shows_what_came(After condition) { return shown_where(std::move(condition)); }

}  // namespace conform::words
