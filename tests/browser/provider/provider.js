// A certified provider of OpenID Connect with its pages for developers: whoever gives a name is that person.
// Environment: ISSUER, PORTAL (its address), CLIENT_ID, CLIENT_SECRET, CLAIMS (of everybody, as JSON).
import { Provider } from "oidc-provider";

const { ISSUER, PORTAL, CLIENT_ID, CLIENT_SECRET, CLAIMS } = process.env;
const claims = JSON.parse(CLAIMS);
const provider = new Provider(ISSUER, {
  clients: [
    {
      client_id: CLIENT_ID,
      client_secret: CLIENT_SECRET,
      redirect_uris: [`${PORTAL}/accounts/sso/callback/`],
      backchannel_logout_uri: `${PORTAL}/accounts/sso/logout-token/`,
    },
  ],
  cookies: { keys: ["only-tests-are-signed-with-this"] },
  pkce: { required: () => true },
  scopes: ["openid", "vo"],
  claims: { openid: ["sub"], vo: Object.keys(claims) },
  conformIdTokenClaims: false, // claims of a scope stand in the token, since userinfo is never asked
  features: { backchannelLogout: { enabled: true }, devInteractions: { enabled: true } },
  fetch: (url, { dispatcher, ...options }) => globalThis.fetch(url, options), // the portal of the tests is on this machine
  findAccount: (ctx, id) => ({ accountId: id, claims: () => ({ sub: id, ...claims }) }),
});
provider.listen(new URL(ISSUER).port, "127.0.0.1", () => console.log("listening"));
