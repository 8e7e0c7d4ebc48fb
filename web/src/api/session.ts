/**
 * Who is signed in. Users sign in at Cognito's managed login, by an authorization code with PKCE.
 *
 * The tokens are in this tab's session storage, where a reload finds them and no other tab does.
 */

import { meta } from "../core/meta";
import { forget, forgetAll, keep, kept } from "../core/storage";
import { cognito } from "./cognito";
import { challengeOf, randomText } from "./pkce";

/** The user of this tab. */
export interface Session {
  accessToken: string;
  /** The user's e-mail address, or else the user name. */
  name: string;
}

interface Tokens extends Session {
  refreshToken: string;
  /** In milliseconds, by this browser's clock. */
  expiresAt: number;
}

interface SigningIn {
  state: string;
  verifier: string;
  choice: string;
}

const TOKENS = "holdfast.tokens";
const SIGNING_IN = "holdfast.signing-in";
const SCOPES = "openid aws.cognito.signin.user.admin";
const MARGIN = 60_000; // milliseconds before the expiry at which a token is renewed

let renewing: Promise<string | null> | undefined;

/** Return who is signed in, without asking anybody. */
export function session(): Session | null {
  return kept<Tokens>(TOKENS);
}

/** Leave for the login. `choice` is the page's own query, which `finishSignIn` returns afterwards. */
export async function beginSignIn(choice: string): Promise<never> {
  const signingIn = { state: randomText(), verifier: randomText(), choice };
  keep<SigningIn>(SIGNING_IN, signingIn);
  const query = new URLSearchParams({
    response_type: "code",
    client_id: meta("client-id"),
    redirect_uri: home(),
    scope: SCOPES,
    state: signingIn.state,
    code_challenge_method: "S256",
    code_challenge: await challengeOf(signingIn.verifier),
  });
  return leaveFor(`${meta("login")}/oauth2/authorize?${query}`);
}

/**
 * Finish what `beginSignIn` began, if the login has just sent the user back. Call it when the page loads.
 *
 * Return the choice that was kept, or null if this is no such moment. `session()` says whether the user has
 * signed in. Afterwards the page's address has the choice as its query, and no trace of the login.
 */
export async function finishSignIn(): Promise<string | null> {
  const query = new URLSearchParams(location.search);
  if (!query.has("state")) return null;
  const signingIn = kept<SigningIn>(SIGNING_IN);
  // Another state means that this tab did not ask for this sign-in, so it must not take it over.
  const ours = signingIn?.state === query.get("state") ? signingIn : null;
  const code = query.get("code");
  if (ours && code) await redeem(code, ours.verifier);
  forget(SIGNING_IN);
  const choice = ours && new URLSearchParams(ours.choice).toString();
  history.replaceState(null, "", choice ? `?${choice}` : location.pathname);
  return choice;
}

/** Return an access token that is valid for a while, or null if the user must sign in again. */
export async function freshToken(): Promise<string | null> {
  const tokens = kept<Tokens>(TOKENS);
  if (!tokens) return null;
  return Date.now() < tokens.expiresAt - MARGIN ? tokens.accessToken : renewedToken();
}

/** Return a new access token although the old one looked valid, or null if the user must sign in again. */
export function renewedToken(): Promise<string | null> {
  renewing ??= renew().finally(() => {
    renewing = undefined;
  });
  return renewing;
}

/**
 * Revoke the tokens, and end the login's own session. This leaves the page, which then loads again. What was
 * entered is forgotten as well: the next user of the tab may be another.
 */
export async function signOut(): Promise<never> {
  const tokens = kept<Tokens>(TOKENS);
  forgetAll();
  if (tokens) await cognito("RevokeToken", { Token: tokens.refreshToken, ClientId: meta("client-id") });
  const query = new URLSearchParams({ client_id: meta("client-id"), logout_uri: home() });
  return leaveFor(`${meta("login")}/logout?${query}`);
}

async function redeem(code: string, verifier: string): Promise<void> {
  const body = new URLSearchParams({
    grant_type: "authorization_code",
    client_id: meta("client-id"),
    redirect_uri: home(),
    code,
    code_verifier: verifier,
  });
  try {
    const signal = AbortSignal.timeout(10_000);
    const response = await fetch(`${meta("login")}/oauth2/token`, { method: "POST", body, signal });
    if (!response.ok) return;
    const said = await response.json();
    keepTokens(said.access_token, said.id_token, said.refresh_token, said.expires_in);
  } catch {
    // Without a response, the user is not signed in, and may try again.
  }
}

async function renew(): Promise<string | null> {
  const tokens = kept<Tokens>(TOKENS);
  if (!tokens) return null;
  const { refreshToken } = tokens;
  const response = await cognito("GetTokensFromRefreshToken", {
    RefreshToken: refreshToken,
    ClientId: meta("client-id"),
  });
  if (response.refused) {
    forget(TOKENS);
    return null;
  }
  const result = response.result?.AuthenticationResult;
  // Without a response, the old token is the best there is. The API decides whether it is still valid.
  if (!result) return tokens.accessToken;
  // With rotation, the old refresh token stops working and the response contains the next one.
  keepTokens(result.AccessToken, result.IdToken, result.RefreshToken ?? refreshToken, result.ExpiresIn);
  return result.AccessToken;
}

function keepTokens(accessToken: string, idToken: string, refreshToken: string, expiresIn: number): void {
  const expiresAt = Date.now() + expiresIn * 1000;
  keep<Tokens>(TOKENS, { accessToken, refreshToken, expiresAt, name: nameIn(idToken) });
}

/** Read the name without verifying the token, because it is only shown to the user whose name it is. */
function nameIn(idToken: string): string {
  const payload = idToken.split(".")[1] ?? "";
  const bytes = Uint8Array.from(atob(payload.replace(/-/g, "+").replace(/_/g, "/")), (each) =>
    each.charCodeAt(0),
  );
  const claims = JSON.parse(new TextDecoder().decode(bytes));
  return claims.email ?? claims["cognito:username"];
}

/** The page's own address, to which the login may send users back. */
function home(): string {
  return location.origin + location.pathname;
}

function leaveFor(url: string): Promise<never> {
  location.assign(url);
  return new Promise(() => {}); // the page ends before anything follows
}
