#include "clients/profile/behaviour_fields.hpp"

#include <array>

#include "clients/profile/state_form.hpp"
#include "foundation/json/object_reader.hpp"

// A specialization stands where its template does.
namespace conform {

using clients::Behaviour;

template <>
struct EnumNames<Behaviour::FirstContact> {
  static constexpr std::array<std::pair<std::string_view, Behaviour::FirstContact>, 4> kValues = {{
      {"post_initialize", Behaviour::FirstContact::kPostInitialize},
      {"get_url", Behaviour::FirstContact::kGetUrl},
      {"post_server_discover", Behaviour::FirstContact::kPostServerDiscover},
      {"metadata", Behaviour::FirstContact::kMetadata},
  }};
};

template <>
struct EnumNames<Behaviour::NoResourceMetadata> {
  static constexpr std::array<std::pair<std::string_view, Behaviour::NoResourceMetadata>, 3>
      kValues = {{
          {"stops", Behaviour::NoResourceMetadata::kStops},
          {"tries_origin", Behaviour::NoResourceMetadata::kTriesOrigin},
          {"tries_origin_with_resource", Behaviour::NoResourceMetadata::kTriesOriginWithResource},
      }};
};

template <>
struct EnumNames<ChallengeReading> {
  static constexpr std::array<std::pair<std::string_view, ChallengeReading>, 7> kValues = {{
      {"whole", ChallengeReading::kWhole},
      {"exact_case", ChallengeReading::kExactCase},
      {"quoted_only", ChallengeReading::kQuotedOnly},
      {"first_scheme", ChallengeReading::kFirstScheme},
      {"first_field", ChallengeReading::kFirstField},
      {"no_space", ChallengeReading::kNoSpace},
      {"no_escapes", ChallengeReading::kNoEscapes},
  }};
};

template <>
struct EnumNames<Behaviour::ServerPlaces> {
  static constexpr std::array<std::pair<std::string_view, Behaviour::ServerPlaces>, 5> kValues = {{
      {"in_order", Behaviour::ServerPlaces::kInOrder},
      {"oauth_only", Behaviour::ServerPlaces::kOAuthOnly},
      {"openid_first", Behaviour::ServerPlaces::kOpenIdFirst},
      {"appended_first", Behaviour::ServerPlaces::kAppendedFirst},
      {"appended_only", Behaviour::ServerPlaces::kAppendedOnly},
  }};
};

template <>
struct EnumNames<Behaviour::Scopes> {
  static constexpr std::array<std::pair<std::string_view, Behaviour::Scopes>, 4> kValues = {{
      {"challenge", Behaviour::Scopes::kChallenge},
      {"supported", Behaviour::Scopes::kSupported},
      {"common", Behaviour::Scopes::kCommon},
      {"server", Behaviour::Scopes::kServer},
  }};
};

template <>
struct EnumNames<Behaviour::Secret> {
  static constexpr std::array<std::pair<std::string_view, Behaviour::Secret>, 3> kValues = {{
      {"as_registered", Behaviour::Secret::kAsRegistered},
      {"basic", Behaviour::Secret::kBasic},
      {"post", Behaviour::Secret::kPost},
  }};
};

template <>
struct EnumNames<Behaviour::Pkce> {
  static constexpr std::array<std::pair<std::string_view, Behaviour::Pkce>, 2> kValues = {{
      {"s256", Behaviour::Pkce::kS256},
      {"plain", Behaviour::Pkce::kPlain},
  }};
};

template <>
struct EnumNames<Behaviour::KeepsTools> {
  static constexpr std::array<std::pair<std::string_view, Behaviour::KeepsTools>, 3> kValues = {{
      {"no", Behaviour::KeepsTools::kNo},
      {"for_the_key", Behaviour::KeepsTools::kForTheKey},
      {"for_everybody", Behaviour::KeepsTools::kForEverybody},
  }};
};

template <>
struct EnumNames<Behaviour::Tells> {
  static constexpr std::array<std::pair<std::string_view, Behaviour::Tells>, 3> kValues = {{
      {"body", Behaviour::Tells::kBody},
      {"generic", Behaviour::Tells::kGeneric},
      {"nothing", Behaviour::Tells::kNothing},
  }};
};

template <>
struct EnumNames<Behaviour::CutStream> {
  static constexpr std::array<std::pair<std::string_view, Behaviour::CutStream>, 3> kValues = {{
      {"resumes", Behaviour::CutStream::kResumes},
      {"fails", Behaviour::CutStream::kFails},
      {"sends_again", Behaviour::CutStream::kSendsAgain},
  }};
};

}  // namespace conform

namespace conform::clients {
namespace {

void read_fields(ObjectReader& from, Behaviour::Identity& into) {
  from.field("user_agent", into.user_agent);
  from.field("metadata_user_agent", into.metadata_user_agent);
  from.field("oauth_user_agent", into.oauth_user_agent);
  from.field("code_user_agent", into.code_user_agent);
  from.field("refresh_user_agent", into.refresh_user_agent);
  from.field("protocol_version", into.protocol_version);
  from.field("client_info", into.client_info);
  from.field("capabilities", into.capabilities);
  from.field("initialize_id", into.initialize_id);
  from.field("extra_headers", into.extra_headers);
  from.field("accept_encoding", into.accept_encoding);
  from.field("decodes", into.decodes);
  from.field("raw_deflate", into.raw_deflate);
}

void read_fields(ObjectReader& from, Behaviour::Discovery& into) {
  from.field("first_contact", into.first_contact);
  from.field("probe_protocol_version", into.probe_protocol_version);
  from.field("metadata_protocol_version", into.metadata_protocol_version);
  from.field("resource_accept", into.resource_accept);
  from.field("server_accept", into.server_accept);
  from.field("version_on_server_metadata", into.version_on_server_metadata);
  from.field("rounds", into.rounds);
  from.field("rounds_before_session", into.rounds_before_session);
  from.field("server_discover_id", into.server_discover_id);
  from.field("probes_server_discover", into.probes_server_discover);
  from.field("reads_challenge", into.reads_challenge);
  from.field("follows_challenge", into.follows_challenge);
  from.field("falls_back_to_well_known", into.falls_back_to_well_known);
  from.field("tries_path_well_known", into.tries_path_well_known);
  from.field("checks_resource", into.checks_resource);
  from.field("tolerates_origin", into.tolerates_origin);
  from.field("drops_resource_on_mismatch", into.drops_resource_on_mismatch);
  from.field("root_document_is_for_origin", into.root_document_is_for_origin);
  from.field("without_resource_metadata", into.without_resource_metadata);
  from.field("default_endpoints", into.default_endpoints);
  from.field("scope_from_server_metadata", into.scope_from_server_metadata);
  from.field("reuses_metadata", into.reuses_metadata);
  from.field("first_answer_is_final", into.first_answer_is_final);
  from.field("known_resource_members_only", into.known_resource_members_only);
  from.field("known_server_members_only", into.known_server_members_only);
  from.field("server_places", into.server_places);
  from.field("scopes", into.scopes);
  from.field("forgives_resource_slash", into.forgives_resource_slash);
  from.field("adds_slash_to_origin", into.adds_slash_to_origin);
  from.field("strips_issuer_slash", into.strips_issuer_slash);
  from.field("forgives_issuer_slash", into.forgives_issuer_slash);
  from.field("checks_metadata_issuer", into.checks_metadata_issuer);
  from.field("requires_pkce_metadata", into.requires_pkce_metadata);
  from.field("guesses_endpoints", into.guesses_endpoints);
  from.field("rediscovers_before_token", into.rediscovers_before_token);
}

void read_fields(ObjectReader& from, Behaviour::Registration& into) {
  from.field("client_metadata_url", into.client_metadata_url);
  from.field("metadata_url_unasked", into.metadata_url_unasked);
  from.field("metadata_url_needs_none", into.metadata_url_needs_none);
  from.field("request", into.request);
  from.field("accept", into.accept);
  from.field("redirect_uri", into.redirect_uri);
  from.field("issuer_metadata_url", into.issuer_metadata_url);
  from.field("issuer_redirect_uri", into.issuer_redirect_uri);
  from.field("again_at_each_sign_in", into.again_at_each_sign_in);
  from.field("attempts", into.attempts);
  from.field("goes_on_when_refused", into.goes_on_when_refused);
  from.field("checks_answer", into.checks_answer);
  from.field("secret", into.secret);
  from.field("one_for_all_servers", into.one_for_all_servers);
  from.field("given_id_for_any_server", into.given_id_for_any_server);
  from.field("ignores_given_id", into.ignores_given_id);
  from.field("guesses_endpoint", into.guesses_endpoint);
  from.field("fresh_redirect", into.fresh_redirect);
}

void read_fields(ObjectReader& from, Behaviour::Authorization& into) {
  from.field("order", into.order);
  from.field("pkce", into.pkce);
  from.field("verifier_alphabet", into.verifier_alphabet);
  from.field("verifier_length", into.verifier_length);
  from.field("state_form", into.state_form);
  from.field("checks_state", into.checks_state);
  from.field("fresh_verifier", into.fresh_verifier);
  from.field("fresh_state", into.fresh_state);
  from.field("falls_back_to_plain", into.falls_back_to_plain);
  from.field("checks_issuer", into.checks_issuer);
  from.field("misses_issuer", into.misses_issuer);
  from.field("demands_issuer", into.demands_issuer);
  from.field("rejects_unadvertised_issuer", into.rejects_unadvertised_issuer);
  from.field("trims_issuer", into.trims_issuer);
  from.field("error_before_issuer", into.error_before_issuer);
  from.field("issuer_from_later_look", into.issuer_from_later_look);
  from.field("ignores_unknown_parameters", into.ignores_unknown_parameters);
  from.field("unites_scopes", into.unites_scopes);
  from.field("verifier_in_url", into.verifier_in_url);
  from.field("browser_openings", into.browser_openings);
  from.field("attempts_when_denied", into.attempts_when_denied);
  from.field("attempts_when_closed", into.attempts_when_closed);
  from.field("attempts_when_failed", into.attempts_when_failed);
  from.field("ignores_error", into.ignores_error);
}

void read_fields(ObjectReader& from, Behaviour::Token& into) {
  from.field("order", into.order);
  from.field("refresh_order", into.refresh_order);
  from.field("exchanges_code", into.exchanges_code);
  from.field("attempts", into.attempts);
  from.field("attempts_on_server_error", into.attempts_on_server_error);
  from.field("refreshes", into.refreshes);
  from.field("refresh_attempts", into.refresh_attempts);
  from.field("saves_rotated_token", into.saves_rotated_token);
  from.field("rediscovers_before_refresh", into.rediscovers_before_refresh);
  from.field("proactive_seconds", into.proactive_seconds);
  from.field("repeats_used_code", into.repeats_used_code);
  from.field("checks_type", into.checks_type);
  from.field("exact_type", into.exact_type);
  from.field("ignores_unknown_members", into.ignores_unknown_members);
  from.field("needs_numeric_expiry", into.needs_numeric_expiry);
  from.field("needs_refresh_token", into.needs_refresh_token);
  from.field("keeps_unrotated_token", into.keeps_unrotated_token);
  from.field("keeps_rotated_on_disk", into.keeps_rotated_on_disk);
  from.field("keeps_refused_grant", into.keeps_refused_grant);
  from.field("needs_error_code", into.needs_error_code);
  from.field("registers_again", into.registers_again);
  from.field("failure_ends_grant", into.failure_ends_grant);
  from.field("refresh_token_as_bearer", into.refresh_token_as_bearer);
  from.field("goes_anywhere", into.goes_anywhere);
  from.field("assumed_seconds", into.assumed_seconds);
  from.field("sign_ins_for_scopes", into.sign_ins_for_scopes);
  from.field("encodes_basic", into.encodes_basic);
  from.field("registers_before_refresh", into.registers_before_refresh);
  from.field("refreshes_for_each_call", into.refreshes_for_each_call);
}

void read_fields(ObjectReader& from, Behaviour::Session& into) {
  from.field("accept", into.accept);
  from.field("protocol_version_header", into.protocol_version_header);
  from.field("sends_initialized", into.sends_initialized);
  from.field("opens_get_stream", into.opens_get_stream);
  from.field("stream_accept", into.stream_accept);
  from.field("list_params", into.list_params);
  from.field("lists_also", into.lists_also);
  from.field("call_meta", into.call_meta);
  from.field("method_headers", into.method_headers);
  from.field("deletes_session", into.deletes_session);
  from.field("lists_tools", into.lists_tools);
  from.field("reinitializes_when_lost", into.reinitializes_when_lost);
  from.field("stream_attempts", into.stream_attempts);
  from.field("stream_openings", into.stream_openings);
  from.field("refused_stream_is_fatal", into.refused_stream_is_fatal);
  from.field("unique_ids", into.unique_ids);
  from.field("null_ids", into.null_ids);
  from.field("joins_messages", into.joins_messages);
  from.field("shows_session_id", into.shows_session_id);
  from.field("lists_first", into.lists_first);
  from.field("cancels_initialize", into.cancels_initialize);
  from.field("reads_all_pages", into.reads_all_pages);
  from.field("empty_cursor_ends", into.empty_cursor_ends);
  from.field("stops_without_news", into.stops_without_news);
  from.field("most_pages", into.most_pages);
  from.field("keeps_tools", into.keeps_tools);
  from.field("connects_anew", into.connects_anew);
  from.field("drops_all_for_one", into.drops_all_for_one);
  from.field("lists_again_when_changed", into.lists_again_when_changed);
  from.field("checks_version", into.checks_version);
  from.field("checks_structured", into.checks_structured);
  from.field("checks_result_type", into.checks_result_type);
  from.field("takes_any_id", into.takes_any_id);
  from.field("takes_any_body", into.takes_any_body);
  from.field("longest_answer", into.longest_answer);
  from.field("first_content_only", into.first_content_only);
  from.field("shows_structured", into.shows_structured);
  from.field("sends_cancelled", into.sends_cancelled);
  from.field("call_timeout_ms", into.call_timeout_ms);
  from.field("follows_redirects", into.follows_redirects);
  from.field("follows_moves", into.follows_moves);
  from.field("keeps_first_session_id", into.keeps_first_session_id);
  from.field("trims_key", into.trims_key);
  from.field("ignores_key", into.ignores_key);
  from.field("sends_placeholders", into.sends_placeholders);
  from.field("keeps_first_key", into.keeps_first_key);
  from.field("forgets_lost_session", into.forgets_lost_session);
  from.field("reinitializations", into.reinitializations);
}

void read_fields(ObjectReader& from, Behaviour::Streams& into) {
  from.field("reads", into.reads);
  from.field("skips_other_messages", into.skips_other_messages);
  from.field("survives_empty_events", into.survives_empty_events);
  from.field("when_cut", into.when_cut);
  from.field("waits_for_retry", into.waits_for_retry);
  from.field("answers_pings", into.answers_pings);
  from.field("answers_unknown_requests", into.answers_unknown_requests);
  from.field("agrees_to_unknown_requests", into.agrees_to_unknown_requests);
  from.field("answers_notifications", into.answers_notifications);
  from.field("ignores_unknown_notifications", into.ignores_unknown_notifications);
  from.field("knows_crlf", into.knows_crlf);
  from.field("knows_cr", into.knows_cr);
  from.field("joins_data_lines", into.joins_data_lines);
  from.field("needs_space", into.needs_space);
  from.field("skips_mark", into.skips_mark);
  from.field("skips_comments", into.skips_comments);
  from.field("decodes_each", into.decodes_each);
}

void read_fields(ObjectReader& from, Behaviour::Stateless& into) {
  from.field("speaks", into.speaks);
  from.field("retries_supported_version", into.retries_supported_version);
  from.field("remembers_era", into.remembers_era);
  from.field("failed_probe_is_final", into.failed_probe_is_final);
  from.field("ends_sessions", into.ends_sessions);
  from.field("sends_responses", into.sends_responses);
  from.field("encodes_headers", into.encodes_headers);
  from.field("needs_result_type", into.needs_result_type);
  from.field("retries_with_state", into.retries_with_state);
  from.field("trims_state", into.trims_state);
}

void read_fields(ObjectReader& from, Behaviour::Refusal& into) {
  from.field("sign_ins_after_403", into.sign_ins_after_403);
  from.field("step_ups", into.step_ups);
  from.field("renewals_after_401", into.renewals_after_401);
  from.field("stream_renewals", into.stream_renewals);
  from.field("sign_ins_after_401", into.sign_ins_after_401);
  from.field("signs_in_for_each_call", into.signs_in_for_each_call);
  from.field("retries_after_403", into.retries_after_403);
  from.field("call_retries_after_403", into.call_retries_after_403);
  from.field("retries_after_401", into.retries_after_401);
  from.field("retries_after_tool_error", into.retries_after_tool_error);
  from.field("retries_after_503", into.retries_after_503);
  from.field("retries_after_429", into.retries_after_429);
  from.field("retries_after_server_error", into.retries_after_server_error);
  from.field("retries_after_lost_connection", into.retries_after_lost_connection);
  from.field("retries_after_lost_session", into.retries_after_lost_session);
  from.field("waits_as_told", into.waits_as_told);
  from.field("crashes_on_lost_connection", into.crashes_on_lost_connection);
  from.field("gives_up_for_good", into.gives_up_for_good);
  from.field("registers_despite_key_after_403", into.registers_despite_key_after_403);
  from.field("registers_despite_key", into.registers_despite_key);
  from.field("key_on_metadata", into.key_on_metadata);
  from.field("key_on_registration", into.key_on_registration);
  from.field("answers_from_memory", into.answers_from_memory);
}

void read_fields(ObjectReader& from, Behaviour::Output& into) {
  from.field("http_errors", into.http_errors);
  from.field("key_errors", into.key_errors);
  from.field("oauth_errors", into.oauth_errors);
  from.field("tool_errors", into.tool_errors);
  from.field("waiting", into.waiting);
  from.field("prints_secrets", into.prints_secrets);
  from.field("repeats_first_answer", into.repeats_first_answer);
}

void read_fields(ObjectReader& from, Behaviour::Storage& into) {
  from.field("keeps_registration", into.keeps_registration);
  from.field("keeps_grant", into.keeps_grant);
  from.field("keeps_grant_without_refresh_token", into.keeps_grant_without_refresh_token);
  from.field("forgets_when_removed", into.forgets_when_removed);
}

// What no type can say: values that other values must fit.
void check(const ObjectReader& from, const Behaviour::Identity& identity) {
  if (!identity.client_info.is_object()) from.fail("client_info", "must be an object");
  if (!identity.capabilities.is_object()) from.fail("capabilities", "must be an object");
  if (!identity.initialize_id.is_number_integer() && !identity.initialize_id.is_string()) {
    from.fail("initialize_id", "must be a whole number or a string");
  }
  for (const std::string& header : identity.extra_headers) {
    if (header.find(": ") == std::string::npos)
      from.fail("extra_headers", "must hold \"name: value\" strings");
  }
}

void check_order(const ObjectReader& from, const std::string& member,
                 const std::vector<std::string>& order,
                 const std::vector<std::string_view>& known) {
  for (const std::string& name : order) {
    if (std::ranges::find(known, name) == known.end()) {
      from.fail(member, fmt::format("may hold {}, not {}", fmt::join(known, ", "), name));
    }
  }
}

void check(const ObjectReader& from, const Behaviour::Authorization& authorization) {
  check_order(from, "order", authorization.order,
              {"response_type", "client_id", "code_challenge", "code_challenge_method",
               "redirect_uri", "state", "scope", "resource"});
  if (!is_state_form(authorization.state_form)) {
    from.fail("state_form",
              "must be base64url:N, base64:N (N a multiple of 4), hex:N, uuid, cursor or none");
  }
  if (authorization.verifier_alphabet.empty() || authorization.verifier_length == 0) {
    from.fail("verifier_length", "and verifier_alphabet must not be empty");
  }
}

void check(const ObjectReader& from, const Behaviour::Token& token) {
  check_order(
      from, "order", token.order,
      {"grant_type", "code", "code_verifier", "redirect_uri", "resource", "client_id", "scope"});
  check_order(from, "refresh_order", token.refresh_order,
              {"grant_type", "refresh_token", "resource", "client_id", "scope"});
}

void check(const ObjectReader& from, const Behaviour::Registration& registration) {
  if (!registration.request.is_object()) from.fail("request", "must be an object");
}

template <typename Group>
void check(const ObjectReader&, const Group&) {}

template <typename Group>
void read_group(ObjectReader& from, const std::string& name, Group& into,
                std::vector<std::string>& set) {
  const Json* const json = from.object(name);
  if (json == nullptr) return;
  ObjectReader group(*json, from.file(), from.pointer(name));
  read_fields(group, into);
  group.finish();
  check(group, into);
  for (const std::string& member : group.present())
    set.push_back(fmt::format("{}.{}", name, member));
}

}  // namespace

std::vector<std::string> read_behaviour(const Json& json, const std::string& file,
                                        const std::string& pointer, Behaviour& into) {
  std::vector<std::string> set;
  ObjectReader from(json, file, pointer);
  read_group(from, "identity", into.identity, set);
  read_group(from, "discovery", into.discovery, set);
  read_group(from, "registration", into.registration, set);
  read_group(from, "authorization", into.authorization, set);
  read_group(from, "token", into.token, set);
  read_group(from, "session", into.session, set);
  read_group(from, "streams", into.streams, set);
  read_group(from, "stateless", into.stateless, set);
  read_group(from, "refusal", into.refusal, set);
  read_group(from, "output", into.output, set);
  read_group(from, "storage", into.storage, set);
  from.finish();
  return set;
}

}  // namespace conform::clients
