// A client of a few lines of Bash, for tests of what drives programs.
#pragma once

namespace conform {

// Posts JSON-RPC to $url with $key and prints the answer. Bash opens the socket.
inline constexpr const char* kPostingScript = R"sh(
post() {
  local rest=${url#http://} body=$1
  exec 3<>"/dev/tcp/127.0.0.1/$(echo "${rest%%/*}" | cut -d: -f2)" || exit 9
  printf 'POST /%s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\nContent-Type: application/json\r\n' \
    "${rest#*/}" "${rest%%/*}" >&3
  printf 'Accept: application/json, text/event-stream\r\nAuthorization: Bearer %s\r\n' "$key" >&3
  printf 'MCP-Protocol-Version: 2025-11-25\r\nContent-Length: %d\r\n\r\n%s' ${#body} "$body" >&3
  cat <&3
  exec 3>&-
}
initialize() {
  post '{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}'
}
)sh";

}  // namespace conform
