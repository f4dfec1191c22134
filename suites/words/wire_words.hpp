// Words for how answers are written, and for what servers and clients disagree on in the field. The
// comment above a word is its line in suites/README.md (suites/word_list.sh).
#pragma once

#include <string>

#include "suites/words/grant_words.hpp"
#include "suites/words/transport_words.hpp"
#include "suites/words/vocabulary.hpp"

namespace conform::words {

// ======== Arrange ========

// A request in a session that the server knows no more is answered with this status.
mock::Change lost_sessions_answered(int status);
// The MCP URL answers with this redirect to itself with a slash behind it.
mock::Change moved_with(int status);
// A registration is given a secret, to be shown in the form, that lives so long.
mock::Change client_secrets_live(Duration lifetime);
// Codes and refresh tokens hold + / = % &, which a form must encode.
mock::Change marked_codes();

// ======== Faults: what happens ========

// The answer is an event stream that is written in one of the ways of StreamFraming: "crlf".
Wrong framed(const std::string& how);

// The body is encoded for a client that says it accepts that: "gzip" or "deflate".
Wrong encoded(const std::string& coding);

// ======== Answers of the server ========

// A result of getData without text: its one row stands in structuredContent only.
Json rows_without_text();
// A result of getData whose text only counts the rows that stand in structuredContent.
Json rows_behind_a_count();
// A result of getData with text in which most characters take several bytes.
Json text_of_many_scripts();
// Of revision 2026-07-28: a result that asks for its own state back, and for nothing else.
Json state_wanted_back();
// The text of a JSON-RPC error without an id.
std::string error_without_id(int code, const std::string& message);

// ======== Properties ========

// MCP-Protocol-Version names this revision, or is not there.
Property names_no_other_revision(std::string revision);
// The scheme of the Authorization field is written as RFC 6750 writes it: Bearer.
Property writes_bearer();
// Of a refresh: its client_id is that of the exchange or refresh which its refresh token came from.
Property is_of_the_client_it_was_given_to();
// Of a call after state_wanted_back: requestState is the state that was given, byte for byte.
Property brings_the_state_back();
// A header field of 2026-07-28 says what this argument says, in base64 where it must.
Property repeats_in_header(std::string argument, std::string header);

}  // namespace conform::words
