// A record as an HTTP Archive 1.2 (http://www.softwareishard.com/blog/har-12-spec/), which
// browsers' developer tools open. Pure functions. No duration is recorded, so every time is 0; what
// has no place in the format stands in members that begin with "_", as the format allows.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "foundation/json/json.hpp"
#include "record/transcript.hpp"

namespace conform {

// Applied to every entry. Empty: they are kept as they are.
using HarRedact = std::function<Entry(Entry)>;

// The whole record of one client as a document. `version` is that of omni-conform. Bodies that are
// no UTF-8 are in base64 where the format has a place to say so; other such texts stay as they are,
// so dump with error_handler_t::replace.
Json har_of(const std::vector<Entry>& entries, const HarRedact& redact, const std::string& version);

// The parts, for documents of several records. A page is what viewers group entries by.
Json har_page(const std::string& id, const std::string& title, TimePoint began);
Json har_entry(const Exchange& exchange);
Json har_note(const Note& note);
Json har_document(Json pages, Json entries, Json notes, const std::string& version);

}  // namespace conform
