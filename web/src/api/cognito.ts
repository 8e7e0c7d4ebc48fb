/** The two calls to Cognito's API that a page without a secret may make. */

import { meta } from "../core/meta";

interface Results {
  GetTokensFromRefreshToken: {
    AuthenticationResult: { AccessToken: string; IdToken: string; RefreshToken?: string; ExpiresIn: number };
  };
  RevokeToken: Record<string, never>;
}

export interface CognitoResponse<Result> {
  /** There is none without a response, or if Cognito could not serve the request now. */
  result?: Result;
  /** Whether Cognito has refused the request, so that a repeat would be refused as well. */
  refused: boolean;
}

/** Call Cognito. This never throws. */
export async function cognito<Action extends keyof Results>(
  action: Action,
  parameters: Record<string, string>,
): Promise<CognitoResponse<Results[Action]>> {
  try {
    const response = await fetch(meta("cognito"), {
      method: "POST",
      headers: {
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": `AWSCognitoIdentityProviderService.${action}`,
      },
      body: JSON.stringify(parameters),
      signal: AbortSignal.timeout(10_000),
      keepalive: true, // a sign-out reaches Cognito even if the tab is closed meanwhile
    });
    const said = await response.json();
    if (response.ok) return { result: said, refused: false };
    const busy = response.status >= 500 || /TooManyRequests|LimitExceeded/.test(said.__type);
    return { refused: !busy };
  } catch {
    return { refused: false };
  }
}
