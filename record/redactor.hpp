// Replaces secrets by pseudonyms that stay the same through one transcript ("access_token#2"), and
// host names with ports by the sites' names, so that a report shows lineage and no secret, run
// after run alike. What is a secret is known by default: by its name, its place, its look
// (redact/secret_places.hpp), and because it is one elsewhere in the transcript, however it is
// spelled there. Reading is thread-safe; feed it the transcript before its texts.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "record/redact/secret_index.hpp"
#include "record/redact/secret_names.hpp"
#include "record/redact/secret_places.hpp"
#include "record/redact/spelling.hpp"
#include "record/transcript.hpp"

namespace conform {

class Redactor {
 public:
  explicit Redactor(const std::vector<Entry>& entries);
  // Learns the secrets of the entries that come next.
  void learn(const std::vector<Entry>& entries);
  void know(std::string_view secret, std::string_view kind);
  // `authority` ("127.0.0.1:1234") is shown as `name` ("callbacks.omni.localhost").
  void rename(const std::string& authority, const std::string& name);

  // What a client or a server wrote.
  std::string operator()(std::string text) const;
  // The same of a header field, whose name says what is a secret in it.
  std::string field(std::string_view name, std::string value) const;
  // A sentence of ours that quotes them: the words in it are ours, whatever passwords there are,
  // but for those in quotation marks.
  std::string sentence(std::string text) const;
  // A text of ours that quotes nobody: no word in it is a secret, whatever it is elsewhere.
  std::string own(std::string text) const;
  void redact(Exchange& exchange) const;
  void redact(Note& note) const;
  Entry redacted(Entry entry) const;

 private:
  struct Secret {
    std::string pseudonym;
    SecretReach reach = SecretReach::kPlace;
  };
  struct Edit {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::string by;
  };
  using Edits = std::vector<Edit>;
  enum class Voice { kForeign, kSentence, kOwn };

  void learn(const Exchange& exchange);
  void learn(const Headers& headers);
  bool is_learnt(const Header& header);
  void learn(std::string_view text, const SecretPlaces& places);
  void learn_basic(const std::string& authorization);
  Headers redacted(const Headers& headers) const;
  std::string pseudonym_of(std::string_view value, std::string_view kind) const;
  static std::string with_edits(std::string text, Edits edits);
  std::string edited(std::string text, const SecretPlaces& places, Voice voice) const;
  void edit_places(std::string_view text, const SecretPlaces& places, Edits& edits) const;
  void edit_known(std::string_view text, const Spelled& spelled, Voice voice, Edits& edits) const;
  void edit_encoded(std::string_view text, const Spelled& spelled, Edits& edits) const;
  void edit_names(const Spelled& spelled, Edits& edits) const;
  const Secret* encoded_in(std::string_view run, int layers) const;
  const Secret* held_by(const std::string& decoded) const;

  std::map<std::string, std::size_t, std::less<>> numbers_;  // of secrets, by what they mean
  std::vector<Secret> secrets_;
  std::map<std::string, std::size_t, std::less<>> counters_;  // by kind
  SecretIndex index_;                                         // of what reaches beyond its place
  std::vector<std::string> names_;
  SecretIndex name_index_;
  std::vector<Header> learnt_fields_;  // some of them, each at its place by a hash
};

}  // namespace conform
