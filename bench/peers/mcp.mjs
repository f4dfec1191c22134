// The requests of the measurements, as wrk and fetch take them.
export function toolCall(key, tool, args, more = {}) {
  return {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${key}`,
      'Content-Type': 'application/json',
      Accept: 'application/json, text/event-stream',
      'MCP-Protocol-Version': '2025-11-25',
      ...more,
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: tool, arguments: args } }),
  };
}

export async function ask(url, request) {
  const response = await fetch(url, request);
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${url}: HTTP ${response.status}: ${text}`);
  const json = JSON.parse(text);
  if (json.error || json.result?.isError) throw new Error(`${url}: ${text}`);
  return { text, json, type: response.headers.get('content-type'), headers: response.headers };
}

// A session of a server that has sessions: the header that goes with every request.
export async function openSession(url, key) {
  const request = toolCall(key, '', {});
  request.body = JSON.stringify({
    jsonrpc: '2.0',
    id: 1,
    method: 'initialize',
    params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'figures', version: '1' } },
  });
  const { headers } = await ask(url, request);
  return { 'Mcp-Session-Id': headers.get('mcp-session-id') };
}
