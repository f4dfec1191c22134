// oauth2-mock-server with what MCP clients need beside it: a registration endpoint, for which it has a hook.
// Prints its issuer. Loopback only.
import { randomUUID } from 'node:crypto';
import { OAuth2Server } from 'oauth2-mock-server';

const server = new OAuth2Server();
await server.issuer.keys.generate('RS256');
server.service.on('beforeWellKnownOpenIdConfiguration', (response) => {
  response.body.registration_endpoint = `${server.issuer.url}/register`;
});
server.service.addRoute('POST', '/register', (request, response) => {
  response.writeHead(201, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify({ ...request.body, client_id: randomUUID() }));
});
await server.start(0, '127.0.0.1');
server.issuer.url = `http://127.0.0.1:${server.address().port}`;
console.log(server.issuer.url);
