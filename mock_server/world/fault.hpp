// Faults: what goes wrong with which requests. Any number can be in force; each that matches acts,
// in their order. Plain data, read from JSON by fault.cpp; carried out by mock_server/faults/.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "foundation/http/message.hpp"
#include "foundation/http/message_edits.hpp"
#include "foundation/json/json.hpp"
#include "foundation/json/json_reader.hpp"
#include "foundation/time/clock.hpp"
#include "record/request_match.hpp"

namespace conform::mock {

// Which requests; every member that is set must fit.
struct FaultMatch : RequestMatch {
  std::string client;        // part of the client's name, client_id or User-Agent
  double probability = 1.0;  // drawn for each request that fits
  std::uint64_t seed = 1;    // of the draw
};

// Spellings of WWW-Authenticate that clients must understand or survive.
enum class ChallengeSpelling {
  kPlain,          // Bearer resource_metadata="…", scope="…"
  kLowerCase,      // bearer, parameter names in upper case
  kTokens,         // parameters without quotes
  kNoMetadata,     // Bearer only
  kSeveralInOne,   // Basic realm="x", Bearer …
  kSeveralFields,  // the same as two header fields
  kSpaces,         // odd white space and an empty list element
  kEscapes,        // a quoted-pair in a quoted string, and a comma
};

enum class MetadataVariant {
  kIssuerWithSlash,
  kIssuerWithPath,
  kNoPkceMethods,   // code_challenge_methods_supported is absent
  kPlainPkceOnly,   // ["plain"]
  kWrongResource,   // resource names another server
  kOtherOrigin,     // endpoints on an origin that is not the issuer's
  kNoRegistration,  // no registration_endpoint
  kHtml,            // 200 with a web page
  kPathOnly,        // only the path-suffixed form is served
  kElsewhere,       // resource metadata is served where the challenge says, and nowhere else
  kOpenIdOnly,      // only /.well-known/openid-configuration is served
  // As kIssuerWithPath, with the server metadata in one of OpenID's places for such an issuer only.
  kIssuerWithPathOpenIdInserted,  // /.well-known/openid-configuration/tenant1
  kIssuerWithPathOpenIdAppended,  // /tenant1/.well-known/openid-configuration
};

enum class TokenVariant {
  kShortExpiry,  // expires_in 1
  kNoRefreshToken,
  kNoRotation,  // the refresh token stays valid and is not sent again
  kInvalidGrant,
  kInvalidClient,
  kNoTokenType,
};

enum class RegistrationVariant {
  kNoClientId,
  kChangedRedirect,  // redirect_uris of the answer are others
  kClientSecret,     // a secret that nobody asked for
  kStatus200,        // 200 instead of 201
};

// How the event stream of an answer is written. All of it is what the HTML standard allows.
enum class StreamFraming {
  kCrLf,              // lines end with CRLF
  kCr,                // … with CR
  kSeveralDataLines,  // the message is spread over many data lines
  kNoSpace,           // nothing stands between the colon and the value
  kByteOrderMark,     // the stream begins with one
  kComments,          // comments stand before, in and behind the event
};

struct FaultEffect {
  enum class Body { kAsItIs, kEmpty, kHtml, kTruncated, kHuge, kText };
  enum class Reset { kNone, kBefore, kMiddle };

  std::optional<int> status;  // the handler is not asked, unless `after`
  bool after = false;         // the handler acts, then its answer is replaced
  Body body = Body::kAsItIs;
  std::string text;          // of Body::kText
  std::string content_type;  // empty: as it is
  HeaderEdits headers;
  std::string redirect;        // Location, with `status` or 307
  Duration delay{0};           // real time before the first byte
  std::size_t drip_bytes = 0;  // so many bytes at a time …
  Duration drip_every{0};      // … with this pause between them
  Reset reset = Reset::kNone;
  std::optional<ChallengeSpelling> challenge;
  std::optional<MetadataVariant> metadata;
  std::optional<TokenVariant> token;
  std::optional<RegistrationVariant> registration;
  bool forget_sessions = false;  // before the request is looked at
  // Of an answer to an authorization that a browser carries from Omni to the client. In a value to
  // set, "{iss}" stands for the iss that was there, and so on.
  ParameterEdits carried;
  // JSON-RPC messages of the server that come before the answer, which is an event stream then.
  std::vector<Json> messages_before;
  // The body is encoded for who accepts that; who does not gets it as it is.
  std::optional<ContentCoding> content_coding;
  std::optional<StreamFraming> framing;  // the answer is an event stream that is written so
  // Of an answer that is JSON, of any status. "{origin}" in a text stands for the origin to which
  // the request was sent, "{fresh}" for something that was never said before.
  MemberEdits members;
  // "result" or "error" that stands in the JSON-RPC answer instead, and "id" where that is to be
  // another than the request's. Null: as it is.
  Json answer;
};

struct Fault {
  std::string id;  // unique in a world; "fault_3" when none was given
  FaultMatch on;
  FaultEffect effect;
  Json source;  // as it was written, to be shown and sent back
};

// {"id": …, "on": {…}, "do": {…}}. Throws std::runtime_error naming the file, the pointer and what
// would be right.
Fault read_fault(const JsonReader& json, std::size_t position);

}  // namespace conform::mock
