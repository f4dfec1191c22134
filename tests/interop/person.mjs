// The person at the browser, without a browser: follows an authorization URL to the consent page,
// clicks Authorize, and returns what the redirect carries.

function cookiesOf(response, jar) {
  for (const set of response.headers.getSetCookie()) {
    const [pair] = set.split(';');
    const equals = pair.indexOf('=');
    jar.set(pair.slice(0, equals), pair.slice(equals + 1));
  }
}

async function visit(url, jar, form) {
  const response = await fetch(url, {
    method: form ? 'POST' : 'GET',
    redirect: 'manual',
    headers: { Cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
    body: form ? new URLSearchParams(form) : undefined,
  });
  cookiesOf(response, jar);
  return response;
}

const hidden = (page, name) => page.match(new RegExp(`name="${name}" value="([^"]*)"`))?.[1] ?? '';

// email signs in at `organization`, then authorizes. Returns the redirect's URLSearchParams.
export async function authorizes(mock, authorizationUrl, organization, email) {
  const jar = new Map();
  const login = { email, password: mock.passwords[email], return_to: '/' };
  await visit(`${mock.origins[organization]}/login`, jar, login);
  const started = await visit(authorizationUrl, jar);
  const consentUrl = new URL(started.headers.get('location') ?? '', authorizationUrl);
  const page = await (await visit(consentUrl, jar)).text();
  const answer = await visit(new URL(consentUrl.pathname, consentUrl), jar, {
    ticket: hidden(page, 'ticket'),
    csrf: hidden(page, 'csrf'),
    decision: 'authorize',
  });
  const location = answer.headers.get('location');
  if (!location) throw new Error(`no redirect after Authorize, but ${answer.status}`);
  return new URL(location).searchParams;
}
