#include "record/redactor.hpp"

#include <gmock/gmock.h>

#include "foundation/text/digest.hpp"

namespace conform {
namespace {

using testing::HasSubstr;
using testing::Not;

Exchange at_endpoint(Endpoint endpoint) {
  Exchange exchange;
  exchange.endpoint = endpoint;
  return exchange;
}

// What is written of an exchange, in one text.
std::string written(const Exchange& exchange) {
  Redactor redactor({exchange});
  const Entry entry = redactor.redacted(exchange);
  const auto& it = std::get<Exchange>(entry);
  std::string text = it.request.target + '\n' + it.request.body + '\n' + it.response.body + '\n';
  for (const Headers& headers : {it.request.headers, it.response.headers}) {
    for (const Header& header : headers) text += header.name + ": " + header.value + '\n';
  }
  return text;
}

Exchange with_request_body(std::string body) {
  Exchange exchange;
  exchange.request.method = "POST";
  exchange.request.body = std::move(body);
  return exchange;
}
Exchange with_answer(std::string body) {
  Exchange exchange;
  exchange.response.body = std::move(body);
  return exchange;
}
Exchange with_field(std::string name, std::string value) {
  Exchange exchange;
  exchange.request.headers.add(std::move(name), std::move(value));
  return exchange;
}
Exchange with_answered_field(std::string name, std::string value) {
  Exchange exchange;
  exchange.response.headers.add(std::move(name), std::move(value));
  return exchange;
}
Exchange with_target(std::string target) {
  Exchange exchange;
  exchange.request.target = std::move(target);
  return exchange;
}

// A client that used a key nobody sent otherwise.
Redactor knowing(const std::string& key) {
  Redactor redactor({});
  redactor.know(key, "api_key");
  return redactor;
}

constexpr const char* kKey = "omni_osk_MOCKq29UssUGlwedt96WiYTC/OVXpIu+IST2V0";

std::string hexadecimal(const std::string& before, char character) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  const auto byte = static_cast<unsigned char>(character);
  return before + kDigits[byte >> 4U] + kDigits[byte & 0x0FU];
}
std::string padding_of(const std::string& encoded) {
  return encoded.substr(encoded.find_last_not_of('=') + 1);
}

TEST(Redactor, NamesSecretsTheSameWayThroughout) {
  Transcript transcript;
  Exchange token = at_endpoint(Endpoint::kToken);
  token.request.body =
      "code=secret%2Bcode1&code_verifier=verifier12345&refresh_token=old-refresh-1";
  token.response.body = R"({"access_token":"access-one-1","refresh_token":"new-refresh-2"})";
  transcript.append(token);
  Exchange call = at_endpoint(Endpoint::kMcp);
  call.request.headers = {{"Authorization", "Bearer access-one-1"}};
  transcript.append(call);
  Exchange other = at_endpoint(Endpoint::kMcp);
  other.request.headers = {{"Authorization", "Bearer unknown-token-9"}};
  transcript.append(other);

  const Redactor redact(transcript.entries());
  EXPECT_EQ(redact("Bearer access-one-1"), "Bearer access_token#1");
  EXPECT_EQ(redact("code=secret%2Bcode1"), "code=code#1");
  EXPECT_EQ(redact("was secret+code1, old-refresh-1, new-refresh-2"),
            "was code#1, refresh_token#1, refresh_token#2");
  EXPECT_EQ(redact("unknown-token-9 verifier12345"), "bearer#1 code_verifier#1");
}

TEST(Redactor, KnowsEverySpellingOfASecret) {
  Transcript transcript;
  Exchange token = at_endpoint(Endpoint::kToken);
  // As URLSearchParams writes it, which takes "~" for a character that must be encoded.
  token.request.body = "code_verifier=secret%7Everifier*with/slash";
  transcript.append(token);
  const Redactor redact(transcript.entries());
  for (const char* spelling : {"secret~verifier*with/slash", "secret%7Everifier*with%2Fslash",
                               "secret~verifier%2Awith%2Fslash", "secret~verifier%2awith%2fslash",
                               "secret%7everifier*with%2fslash"}) {
    EXPECT_EQ(redact(spelling), "code_verifier#1") << spelling;
  }
}

TEST(Redactor, FindsSecretsOfClientsWhereverTheyAreSent) {
  Transcript transcript;
  Exchange registered = at_endpoint(Endpoint::kRegistration);
  registered.response.body =
      R"({"client_id":"app-1","client_secret":"s:cret+one!","registration_access_token":"manage-12345"})";
  transcript.append(registered);
  Exchange token = at_endpoint(Endpoint::kToken);
  token.request.headers = {{"Authorization", "Basic " + base64("app-1:s%3Acret%2Bone%21")}};
  transcript.append(token);
  Exchange other = at_endpoint(Endpoint::kToken);
  other.request.headers = {{"Authorization", "basic " + base64("app-2:never-registered")}};
  transcript.append(other);

  const Redactor redact(transcript.entries());
  EXPECT_EQ(
      redact(registered.response.body),
      R"({"client_id":"app-1","client_secret":"client_secret#1","registration_access_token":"registration_access_token#1"})");
  EXPECT_EQ(redact(token.request.headers.get("Authorization")), "Basic basic#1");
  EXPECT_EQ(redact(other.request.headers.get("Authorization")), "basic basic#2");
  EXPECT_EQ(redact("never-registered client_secret=s%3Acret%2Bone%21"),
            "client_secret#2 client_secret=client_secret#1");
}

TEST(Redactor, FindsCookiesAndKeysOnPages) {
  Transcript transcript;
  Exchange page = at_endpoint(Endpoint::kPage);
  page.response.headers.add("Set-Cookie", "omni_session_acme=abcdefgh1234; Path=/");
  page.response.body = "<code>omni_osk_MOCKabcdef</code>";
  transcript.append(page);
  const Redactor redact(transcript.entries());
  EXPECT_EQ(redact("omni_session_acme=abcdefgh1234; x"), "omni_session_acme=session#1; x");
  EXPECT_EQ(redact("<code>omni_osk_MOCKabcdef</code>"), "<code>api_key#1</code>");
}

TEST(Redactor, ShowsSitesInsteadOfPorts) {
  Redactor redact({});
  redact.rename("127.0.0.1:4711", "callbacks.omni.localhost");
  EXPECT_EQ(redact("http://127.0.0.1:4711/x?u=http%3A%2F%2F127.0.0.1%3A4711%2Fy"),
            "http://callbacks.omni.localhost/x?u=http%3A%2F%2Fcallbacks.omni.localhost%2Fy");
}

TEST(Redactor, KnowsBySecretsOfEveryPlaceByDefault) {
  constexpr const char* kSecret = "S3cr3t-of-th1s-place";
  const std::string secret = kSecret;
  const std::vector<Exchange> exchanges = {
      with_request_body("email=quinn%40acme.example&password=" + secret),
      with_request_body("user%5Bpassword%5D=" + secret + "&x=1"),
      with_request_body(R"({"email":"q","password":")" + secret + R"("})"),
      with_request_body(R"({"text":"{\"new_password\": \")" + secret + R"(\"}"})"),
      with_request_body("--b\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\n" +
                        secret + "\r\n--b--"),
      with_request_body("<login><apiKey>" + secret + "</apiKey></login>"),
      with_field("Cookie", "theme=dark; connect.sid=" + secret),
      with_field("Cookie", secret),
      with_answered_field("Set-Cookie", "__Host-sid=" + secret + "; Path=/; HttpOnly"),
      with_field("Authorization", secret),
      with_field("Authorization", "Token " + secret),
      with_field("authorization", "Bearer  " + secret),
      with_field("Authorization", "Digest username=\"q\", response=\"" + secret + "\""),
      with_field("Proxy-Authorization", "Basic " + base64("q:" + secret)),
      with_field("X-API-Key", secret),
      with_field("X-Auth-Token", secret),
      with_field("X-CSRF-Token", secret),
      with_field("Referer", "https://acme.example/?api_key=" + secret),
      with_field("X-Forward", "https://quinn:" + secret + "@acme.example/"),
      with_target("/mcp/https?api_key=" + secret),
      with_target("/x?return_to=%2Fcb%3Fcode%3D" + secret + "%26state%3D1"),
      with_target("/x?next=%252Fcb%253Ftoken%253D" + secret + "%2526a"),
      with_answered_field("Location", "http://127.0.0.1:1/cb#access_token=" + secret + "&x=1"),
      with_answered_field("Location", "http://127.0.0.1:1/cb?state=s&id_token=" + secret),
      with_answered_field("Refresh", "0; url=/consent?ticket=" + secret),
      with_answer(R"(<input type="hidden" name="csrf" value=")" + secret + R"(">)"),
      with_answer(R"(<meta content=')" + secret + R"(' name='csrf-token'>)"),
      with_answer(R"(<script>window.csrfToken = "x"; var a = {csrfToken: ')" + secret +
                  R"('}</script>)"),
      with_answer("event: message\ndata: {\"refresh_token\" : \"" + secret + "\"}\n\n"),
      with_answer(R"({"backup_codes":1,"api_keys":["first",")" + secret + R"("]})"),
      with_answer(R"({"headers":[{"name":"X-API-Key","value":")" + secret + R"("}]})"),
      with_answer(R"({"headers":[{"value":")" + secret + R"(" , "name":"X-API-Key"}]})"),
      with_answer(R"({"x":"{\"value\":\")" + secret + R"(\",\"key\":\"password\"}"})"),
      with_answer(R"({"client_secret":")" + secret),
      // The same in other spellings.
      with_request_body("pass%77ord=" + secret),
      with_request_body("password=a#" + secret),
      with_request_body("password=password%231" + secret),
      with_request_body(R"({"pass\u0077ord":")" + secret + R"("})"),
      with_request_body(R"({"password":{"value":")" + secret + R"(","type":"string"}})"),
      with_request_body(R"({"token":{"raw":["a word",")" + secret + R"("]}})"),
      with_request_body(R"({"secret":"code#1)" + secret + R"("})"),
      with_request_body("<p:password a=\"b\"><![CDATA[" + secret + "]]></p:password>"),
      with_request_body("--b\nContent-Disposition: form-data; name=\"password\"\n\n" + secret +
                        "\n--b--"),
      with_request_body("--b\r\nContent-Disposition: form-data;name=password\r\n\r\n" + secret +
                        "\r\n--b--"),
      with_request_body(
          "--b\r\nContent-Disposition:form-data; filename=\"name=x\"; name=\"api_key\"\r\n\r\n" +
          secret + "\r\n--b--"),
      with_field("Cookie", "sid=session#1" + secret),
      with_field("X-Authorization", secret),
      with_field("X-Forwarded-Authorization", "Bearer " + secret),
      with_field("X-Auth", secret),
      with_field("Authentication", secret),
      with_field("X-Note", "BEARER " + secret),
      with_field("X-Hub-Signature-256", "sha256=" + secret),
      with_field("Referer", "https://" + secret + "@acme.example/"),
      with_target("/?X-Amz-Credential=AK%2Fx&X-Amz-Signature=" + secret),
      with_target("/blob?sv=2026-01-01&sig=" + secret),
      with_target("/?auth=" + secret),
      with_target("/?session=" + secret),
      with_target("/?session_id=" + secret),
      with_target("/?jwt=" + secret),
      with_answer("<INPUT TYPE=\"PASSWORD\" VALUE=\"" + secret + "\">"),
      with_answer("<textarea name=\"api_key\">" + secret + "</textarea>"),
      with_answer("[db]\npassword = " + secret + "\n"),
      with_answer("password: >-\n  " + secret + "\n"),
      with_request_body("user%5Brecovery_code%5D=" + secret),
      with_request_body(R"({"backupCode":")" + secret + R"("})"),
      with_request_body(R"({"security_answer":")" + secret + R"(","totp_seed":")" + secret +
                        R"("})"),
      with_request_body("SAMLRequest=" + secret + "&sessionState=" + secret),
      with_request_body(R"({"mfa":")" + secret + R"(","request_object":")" + secret + R"("})"),
      with_field("X-Session", secret),
      with_field("X-Access-Code", secret),
      with_field("X-Client-Assertion", secret),
      with_field("DPoP", secret),
      with_target("/reset?reset_code=" + secret),
      with_target("/logout?id_token_hint=" + secret),
      with_target("/x?next=https%3A%2F%2Fquinn%3A" + secret + "%40acme.example%2F"),
      with_answer("data: {\"access_token\":\ndata: \"" + secret + "\"}\n\n"),
      with_answer(R"([["X-API-Key", ")" + secret + R"("], ["Cookie","a=)" + secret + R"("]])"),
      with_answer("{\"js\":\"localStorage.setItem(\\\"token\\\",\\\"" + secret + "\\\")\"}"),
      with_answer("tokens:\n  - " + secret + "\n"),
      with_answer("-----BEGIN RSA PRIVATE KEY-----\n" + secret + "\n-----END RSA PRIVATE KEY-----"),
  };
  for (const Exchange& exchange : exchanges) {
    EXPECT_THAT(written(exchange), Not(HasSubstr(kSecret))) << written(exchange);
  }
  // None of base64 either.
  EXPECT_THAT(written(with_field("Authorization", "Basic " + base64("q:" + secret))),
              Not(HasSubstr(base64("q:" + secret))));
}

TEST(Redactor, AOneTimeCodeMayBeANumber) {
  EXPECT_EQ(written(with_request_body(R"({"otp":482913,"code":401})")).find("482913"),
            std::string::npos);
  EXPECT_THAT(written(with_request_body(R"({"otp":482913,"code":401})")), HasSubstr("401"));
}

TEST(Redactor, KnowsKeysOfVendorsByTheirLook) {
  for (const std::string secret :
       {"omni_osk_realKEY", "ghp_0123456789abcdefghijABCDEFGHIJ", "sk-ant-0123456789abcdefghij01",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJxdWlubiJ9.c2lnbmF0dXJl", "AKIAABCDEFGHIJKLMNOP1"}) {
    EXPECT_THAT(written(with_answer("use " + secret + " here")), Not(HasSubstr(secret)));
  }
}

TEST(Redactor, LeavesWhatIsOnlySaidAboutSecrets) {
  for (
      const char* text :
      {R"({"token_type":"Bearer","expires_in":3600,"scope":"mcp:access"})",
       R"({"token_endpoint":"https://a.example/token","token_endpoint_auth_methods_supported":["none"]})",
       R"({"_meta":{"progressToken":"call-17"}})",
       R"({"error":{"code":"not_found","message":"x"}})",
       "response_type=code&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&state=xyz123",
       "grant_type=refresh_token&client_id=app-1",
       "Wrong password: try again",
       R"(Bearer resource_metadata="https://a.example/.well-known/x", error="invalid_token")",
       "<code>x = 1</code>",
       "The token = what was sent",
       "auth: refreshing the token",
       "if (token == null) return",
       "https://quinn@acme.example/",
       R"({"tools":[{"inputSchema":{"properties":{"token":{"type":"string"}}}}]})",
       R"({"error":{"code":-32601,"message":"x"}})",
       "Access-Control-Allow-Credentials: true",
       R"({"authorization_servers":["https://a.example/"]})",
       "status_code=E42x&country_code=XK2",
       R"({"methods":["client_secret_basic","client_secret_post"]})",
       R"({"required":["password","user_name"],"id_token_signed_response_alg":"RS256"})",
       "keys:\n  - id: 7\n",
       R"({"grant_types":["authorization_code","refresh_token"]})"}) {
    EXPECT_EQ(Redactor({})(text), text);
  }
  EXPECT_EQ(Redactor({}).field("WWW-Authenticate", "Bearer error=\"invalid_token\""),
            "Bearer error=\"invalid_token\"");
}

TEST(Redactor, FindsAKnownKeyInEverySpelling) {
  const Redactor redact = knowing(kKey);
  const std::string key = kKey;
  std::string every_character;
  std::string unicode;
  for (const char character : key) {
    every_character += hexadecimal("%", character);
    unicode += hexadecimal("\\u00", character);
  }
  for (const std::string& spelling :
       {key, every_character, unicode, "omni%5fosk%5FMOCK" + key.substr(13),
        std::string("omni_osk_MOCKq29UssUGlwedt96WiYTC%252FOVXpIu%252BIST2V0"),
        std::string("omni_osk_MOCKq29UssUGlwedt96WiYTC\\/OVXpIu\\u002bIST2V0"),
        std::string("omni_osk_MOCKq29UssUGlwedt96WiYTC&#47;OVXpIu&#x2B;IST2V0"),
        std::string("omni_osk_MOCKq29UssUGlwedt96WiYTC\\\\\\/OVXpIu\\\\u002BIST2V0")}) {
    EXPECT_EQ(redact("see " + spelling + "!"), "see api_key#1!") << spelling;
  }
  EXPECT_EQ(redact("see " + base64(base64(key)) + " !"),
            "see api_key#1" + padding_of(base64(base64(key))) + " !");
  std::string wide;
  for (const char character : key) wide += std::string{character, '\0'};
  EXPECT_EQ(redact("see " + base64(wide) + " !"),
            "see api_key#1" + padding_of(base64(wide)) + " !");
  for (const std::string& pair : {key, ":" + key, "x:" + key, key + ":", "ab:" + key + "\n"}) {
    EXPECT_EQ(redact("see " + base64(pair) + " !"),
              "see api_key#1" + padding_of(base64(pair)) + " !");
    EXPECT_EQ(redact("see " + base64url(pair) + " !"), "see api_key#1 !");
  }
}

TEST(Redactor, FindsAKnownKeyInDigitsAndInLinesOfBase64) {
  const Redactor redact = knowing(kKey);
  std::string digits;
  for (const char character : std::string("x") + kKey) digits += hexadecimal("", character);
  EXPECT_EQ(redact("a " + digits + "."), "a api_key#1.");
  EXPECT_EQ(redact("f" + digits), "api_key#1");
  std::string lines = base64(std::string(40, 'm') + kKey + std::string(40, 'n'));
  lines.insert(64, "\r\n");
  EXPECT_EQ(redact("<" + lines + ">"), "<api_key#1" + padding_of(lines) + ">");
}

TEST(Redactor, LeavesOurOwnSentencesWhateverASecretIsCalled) {
  std::vector<Entry> entries;
  for (const char* word :
       {"authorization", "Bearer", "requests", "no token was sent", "password"}) {
    entries.emplace_back(with_field("Authorization", std::string("Bearer ") + word));
  }
  entries.emplace_back(with_field("Cookie", "a=authorize; b=2025-11-25; c=/callback/mcp; d=acme"));
  const Redactor redact(entries);
  for (const char* ours :
       {"authorization code was exchanged twice", "2 requests; no token was sent in the header",
        "MCP-Protocol-Version is 2025-11-25, POST /callback/mcp of acme",
        "the password is wrong"}) {
    EXPECT_EQ(redact.sentence(ours), ours);
    EXPECT_EQ(redact.own(ours), ours);
  }
  EXPECT_EQ(redact.sentence("it said \"authorization\""), "it said \"bearer#1\"");
  // And what is theirs stays readable: paths and members are no secrets.
  EXPECT_EQ(redact("/.well-known/oauth-authorization-server"),
            "/.well-known/oauth-authorization-server");
  EXPECT_EQ(redact("I sent authorization."), "I sent bearer#1.");
}

// What a stranger repeats a hundred thousand times is looked at once each: every one of these took
// a time that grew with its square.
// Behind each colon it was looked for a value to the end of the blanks, of which the next lines of
// an event are part: hours for a body that anybody may send.
TEST(Redactor, LinesOfBlanksCostNoMoreThanTheirLength) {
  std::string text;
  while (text.size() < 4'000'000) text += "data: \n";
  EXPECT_EQ(Redactor({with_request_body(text)})(text), text);
}

TEST(Redactor, RepetitionsCostNoMoreThanTheirLength) {
  for (const std::string piece : {"api_key=",
                                  "eyJ",
                                  "sk-",
                                  "form-data; name=\"token\"\r\n\r\n",
                                  "<input ",
                                  "<",
                                  "-----BEGIN PRIVATE KEY-----",
                                  "\"keys\":[\"a\"",
                                  "api_key: ",
                                  "cookie: ",
                                  "\"key\":\\\"",
                                  "://",
                                  "Bearer ",
                                  "%25",
                                  "\\\\",
                                  "&#x41;",
                                  "password:",
                                  "a_key%3D",
                                  "{\"name\":\"token\",\"value\":",
                                  "\"token\":{",
                                  "\"token\":[{\"a\":",
                                  "form-data; name=token\n\n",
                                  "password = ",
                                  "password: |\n",
                                  "<password><![CDATA[",
                                  "[\"token\",",
                                  "token:\n- ",
                                  "\"token\":\ndata: ",
                                  "%3A%2F%2Fa%3A",
                                  "WVhCcFgydGxlUW"}) {
    std::string text;
    while (text.size() < 300'000) text += piece;
    Redactor redactor({with_request_body(text)});
    redactor.know(kKey, "api_key");
    EXPECT_FALSE(redactor(text).empty()) << piece;
  }
  Redactor redactor({});
  std::string tokens;
  for (int number = 0; number < 20'000; ++number) {
    const std::string token = "omni_access_token_" + std::to_string(1'000'000 + number);
    redactor.know(token, "access_token");
    tokens += token + ' ';
  }
  EXPECT_THAT(redactor(tokens), testing::StartsWith("access_token#1 access_token#2 "));
}

TEST(Redactor, ShortValuesAreHiddenWhereTheyStandAndNowhereElse) {
  const Redactor redact({with_request_body("email=a&password=omni")});
  EXPECT_EQ(redact("email=a&password=omni"), "email=a&password=password#1");
  EXPECT_EQ(redact("omni-conform at acme.omni.localhost"), "omni-conform at acme.omni.localhost");
  EXPECT_EQ(redact.field("Cookie", "omni_last_instance=acme; x="),
            "omni_last_instance=cookie#0; x=");
}

TEST(Redactor, LeavesItsOwnPseudonymsAlone) {
  const Exchange exchange =
      with_request_body("code=c0de-of-th1s&password=omni&code_verifier=v3rifier-1");
  const Redactor redact({exchange});
  const std::string once = redact(exchange.request.body);
  EXPECT_EQ(once, "code=code#1&password=password#1&code_verifier=code_verifier#1");
  Exchange again = exchange;
  again.request.body = once;
  EXPECT_EQ(Redactor({again})(once), once);
  EXPECT_EQ(redact("code=code%231&x"), "code=code%231&x");
}

}  // namespace
}  // namespace conform
