#include "runner/commands/configured_setup.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "foundation/http/url.hpp"
#include "foundation/text/ascii.hpp"

namespace conform::runner {
namespace {

using Form = ClientConfig::Form;
using Kind = ConfiguredSetup::Kind;

constexpr std::string_view kSharedHost = "callbacks.omniapp.co";
constexpr std::string_view kSharedPath = "/callback/mcp";
constexpr std::string_view kInstancePath = "/mcp/https";
constexpr std::string_view kOAuthUrl = "https://callbacks.omniapp.co/callback/mcp";
// Header fields that Omni's setup pages name.
constexpr std::array<std::string_view, 5> kOmniHeaders{"X-MCP-Model-ID", "X-MCP-Topic-Name",
                                                       "X-MCP-User-ID", "X-MCP-User-Required",
                                                       "X-MCP-Query-All-Views"};

// "<OMNI_API_KEY>", "YOUR-OMNI-INSTANCE", "your_key", "...".
bool is_placeholder(std::string_view text) {
  constexpr std::array<std::string_view, 5> kMarks{"<", "your-", "your_", "your.", "..."};
  const std::string lower = lower_case(text);
  return std::ranges::any_of(
      kMarks, [&lower](std::string_view mark) { return lower.find(mark) != std::string::npos; });
}

bool is_omni_host(std::string_view host) {
  constexpr std::array<std::string_view, 4> kDomains{".omniapp.co", ".exploreomni.dev",
                                                     ".exploreomni.com", ".omni.co"};
  return std::ranges::any_of(kDomains,
                             [host](std::string_view domain) { return host.ends_with(domain); });
}

class Examination {
 public:
  Examination(const ConfiguredServer& server, const ClientConfig& config)
      : server_(server), config_(config) {}

  ConfiguredSetup result() && {
    if (server_.url.empty()) {
      if (lower_case(server_.name).find("omni") == std::string::npos) return std::move(setup_);
      setup_.kind = Kind::kUnclear;
      problem("it names no URL: Omni's server is reached by one");
      return std::move(setup_);
    }
    url_ = Url::parse(server_.url);
    if (!url_) return unreadable();
    const bool is_mock = url_->is_loopback();
    const bool has_path =
        url_->path.starts_with(kSharedPath) || url_->path.starts_with(kInstancePath);
    if (!is_omni_host(url_->host) && !(is_mock && has_path) && !has_path) return std::move(setup_);
    is_shared_ = url_->host == kSharedHost || (is_mock && url_->path.starts_with(kSharedPath));
    setup_.kind = is_shared_ ? Kind::kOAuth : Kind::kApiKey;
    look_at_url(is_mock);
    look_at_key();
    look_at_headers();
    look_at_client();
    return std::move(setup_);
  }

 private:
  void problem(std::string what) { setup_.problems.push_back(std::move(what)); }
  void note(std::string what) { setup_.notes.push_back(std::move(what)); }

  ConfiguredSetup unreadable() {
    const std::string name = lower_case(server_.name + server_.url);
    if (name.find("omni") == std::string::npos) return std::move(setup_);
    setup_.kind = Kind::kUnclear;
    problem(is_placeholder(server_.url)
                ? "the URL holds a placeholder: put your instance in, as acme.omniapp.co"
                : "the URL cannot be read");
    return std::move(setup_);
  }

  void look_at_url(bool is_mock) {
    const std::string_view path = is_shared_ ? kSharedPath : kInstancePath;
    if (is_placeholder(url_->host)) {
      problem("the URL holds a placeholder: put your instance in, as acme.omniapp.co");
    }
    if (url_->scheme != "https" && !is_mock) problem("the URL must begin with https://");
    if (!is_shared_ && url_->path.starts_with(kSharedPath)) {
      problem(fmt::format("OAuth goes through one URL for all organizations: {}", kOAuthUrl));
    } else if (is_shared_ && url_->path.starts_with(kInstancePath)) {
      problem(fmt::format("{} is the path of an instance's own URL; here it is {}", kInstancePath,
                          kSharedPath));
    } else if (url_->path != path) {
      problem(fmt::format("the path must be {}, and nothing behind it", path));
    } else if (url_->has_query || url_->has_fragment) {
      problem("nothing may stand behind the path of the URL");
    }
    if (!is_shared_ && !is_mock && !is_omni_host(url_->host)) {
      note(fmt::format("{} is no host of Omni's that is known: right if it is your custom domain",
                       url_->host));
    }
  }

  [[nodiscard]] const std::string* header(std::string_view name) const {
    const auto found = std::ranges::find_if(server_.headers, [name](const auto& field) {
      return equals_ignoring_case(field.first, name);
    });
    return found == server_.headers.end() ? nullptr : &found->second;
  }

  void look_at_key() {
    const std::string* sent = header("Authorization");
    if (is_shared_) {
      if (sent != nullptr || !server_.key_variable.empty()) {
        problem(
            "the OAuth URL takes no API key, Omni makes one when you press Authorize: leave the "
            "key "
            "out, or connect to your instance: https://<YOUR_OMNI_INSTANCE>/mcp/https");
      }
      return;
    }
    if (server_.key_in_toml) {
      problem(
          "Codex takes no bearer_token from its file: name a variable of the environment as "
          "bearer_token_env_var");
    }
    if (!server_.key_variable.empty()) return look_at_variable();
    if (sent == nullptr) {
      if (server_.program.starts_with("@omni-co/mcp")) {
        problem("@omni-co/mcp takes the API key from MCP_API_KEY in \"env\", and it is not there");
      } else if (!server_.key_in_toml) {
        problem(fmt::format(
            "an instance's own URL wants an API key in each request (Authorization: Bearer KEY); "
            "without one use {}",
            kOAuthUrl));
      }
      return;
    }
    look_at_authorization(*sent);
  }

  void look_at_variable() {
    const bool is_name = std::ranges::all_of(server_.key_variable, [](char c) {
      return c == '_' || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    });
    if (!is_name || server_.key_variable.starts_with("omni_")) {
      problem("bearer_token_env_var must be the name of a variable, and not the key itself");
    }
  }

  void look_at_authorization(std::string_view sent) {
    constexpr std::string_view kBearer = "Bearer ";
    if (sent != trimmed(sent)) problem("there are blanks or line breaks around the Authorization");
    std::string_view value = trimmed(sent);
    if (equals_ignoring_case(value, "Bearer")) return problem("there is no key behind \"Bearer\"");
    if (equals_ignoring_case(value.substr(0, kBearer.size()), kBearer)) {
      value.remove_prefix(kBearer.size());
    } else {
      problem("the value of Authorization must be \"Bearer\", a blank and the key");
    }
    if (equals_ignoring_case(value.substr(0, kBearer.size()), kBearer)) {
      problem("\"Bearer\" stands there twice");
    }
    look_at_key_text(value);
  }

  void look_at_key_text(std::string_view key) {
    if (key.find("${") != std::string_view::npos) return look_at_reference(key);
    if (is_placeholder(key)) return problem("the key is a placeholder: put yours in");
    if (key.find_first_of(" \t\r\n") != std::string_view::npos) {
      problem("there are blanks or line breaks in the key");
    }
    note("the key stands in the file, so whoever reads the file has it");
  }

  // VS Code asks for ${input:ID}; other clients know variables of the environment at most.
  void look_at_reference(std::string_view key) {
    constexpr std::string_view kInput = "${input:";
    const std::size_t at = key.find(kInput);
    if (at == std::string_view::npos) return;
    const std::size_t begin = at + kInput.size();
    const std::string id(key.substr(begin, key.find('}', begin) - begin));
    if (config_.form != Form::kVsCode) {
      problem("only VS Code knows ${input:...}");
    } else if (std::ranges::find(config_.inputs, id) == config_.inputs.end()) {
      problem(fmt::format("no input has the id \"{}\"", id));
    }
  }

  void look_at_headers() {
    for (const auto& [name, value] : server_.headers) {
      if (!lower_case(name).starts_with("x-mcp-")) continue;
      const auto* const known = std::ranges::find_if(
          kOmniHeaders, [&](std::string_view one) { return equals_ignoring_case(one, name); });
      if (known == kOmniHeaders.end()) {
        problem(
            fmt::format("Omni knows no header {}; it knows X-MCP-Model-ID, X-MCP-Topic-Name, "
                        "X-MCP-User-ID, X-MCP-User-Required and X-MCP-Query-All-Views",
                        name));
      } else if (is_placeholder(value)) {
        problem(fmt::format("{} is a placeholder: put a value in, or leave it out", name));
      } else if (*known == "X-MCP-User-Required" && value != "true" && value != "false") {
        problem("X-MCP-User-Required must be true or false");
      }
    }
  }

  void look_at_client() {
    if (server_.type == "sse") {
      problem("Omni speaks Streamable HTTP: the type is \"http\", and not \"sse\"");
    }
    if (config_.form == Form::kClaudeDesktop && server_.program.empty()) {
      problem(
          "Claude Desktop starts programs from this file and knows no \"url\": add the URL under "
          "Settings > Connectors, or start mcp-remote with it");
    }
    if (!server_.program.empty()) note(fmt::format("it is reached through {}", server_.program));
  }

  const ConfiguredServer& server_;
  const ClientConfig& config_;
  ConfiguredSetup setup_;
  std::optional<Url> url_;
  bool is_shared_ = false;
};

}  // namespace

std::string_view to_string(ConfiguredSetup::Kind kind) {
  switch (kind) {
    case Kind::kOAuth:
      return "OAuth";
    case Kind::kApiKey:
      return "API key";
    case Kind::kUnclear:
      return "unclear";
    case Kind::kForeign:
      break;
  }
  return "not Omni's";
}

ConfiguredSetup setup_of(const ConfiguredServer& server, const ClientConfig& config) {
  return Examination(server, config).result();
}

}  // namespace conform::runner
