// For tests: a world file that sets every member that there is.
#pragma once

#include "foundation/json/json.hpp"

namespace conform::mock {

inline Json everything() {
  return Json::parse(R"json({
    "name": "everything",
    "organizations": [
      {
        "id": "acme", "name": "Acme",
        "settings": {
          "mcp_server": false, "personal_access_tokens": false, "omni_agent": false, "agentic": false,
          "single_shot": false, "docs_search": false, "content_access": false
        },
        "models": ["m1", "m2"], "hidden_topics": ["t"]
      }
    ],
    "users": [
      {
        "id": "u", "email": "u@acme.example", "name": "U", "password": "secret",
        "memberships": {
          "acme": {
            "id": "1", "role": "restricted_querier", "organization_admin": true, "active": false,
            "attributes": {"region": "West"}
          }
        }
      }
    ],
    "keys": [
      {
        "id": "k", "name": "K",
        "secret": "omni_osk_MOCK00000000000000000000000000000000000000000000003oQ44n",
        "organization": "acme", "owner": "u", "kind": "organization", "state": "disabled"
      }
    ],
    "authorization": {
      "challenge": false, "protected_resource_metadata": false, "path_well_known": true,
      "authorization_server_metadata": false, "default_endpoints": true, "known_clients": ["c"],
      "client_id_metadata_documents": false,
      "registration": "absent", "issuer": "wrong", "state": "missing", "code_lifetime_seconds": 5,
      "marked_codes": true, "refresh_tokens": false, "further_scopes": ["mcp:write"], "token_errors": 3, "token_error_status": 503,
      "login_required_status": 401, "access_token_lifetime_seconds": 7,
      "client_secret_lifetime_seconds": 11
    },
    "mcp": {
      "sessions": true, "get_stream": true, "answers": "polling", "refusal": "http",
      "bad_key": "rest_style", "strict_accept": false, "query_times_out": true, "eras": "dual",
      "resumable": true, "open": true, "param_headers": true, "required_capability": "elicitation",
      "lost_session_status": 410, "moved_with": 308, "tools_per_page": 4, "requests_per_minute": 60
    },
    "faults": [
      {
        "id": "f1",
        "on": {
          "endpoint": "mcp", "method": "POST", "path": "/p", "rpc": "tools/call", "tool": "getData",
          "client": "cursor", "grant_type": "refresh_token", "from": 2, "times": 3,
          "probability": 0.5, "seed": 9
        },
        "do": {
          "status": 503, "after": true, "body": {"text": "no"}, "content_type": "text/plain",
          "headers": {"X-A": "b"}, "remove_headers": ["Date"], "redirect": "https://x.example/",
          "delay_ms": 1, "drip": {"bytes": 2, "every_ms": 3}, "reset": "middle",
          "challenge": "spaces", "metadata": "html", "token": "no_rotation",
          "registration": "status_200", "forget_sessions": true, "framing": "crlf",
          "content_coding": "gzip",
          "messages_before": [{"jsonrpc": "2.0", "id": "s-1", "method": "ping"}],
          "set": {"/a": {"b": 1}}, "remove": ["/c/0"],
          "answer": {"id": 7, "result": {}},
          "authorization_answer": {
            "set": {"iss": "{iss}/"}, "remove": ["code"], "add": {"state": "other"}
          }
        }
      }
    ]
  })json");
}

}  // namespace conform::mock
