import { ApiError, networkProblem } from '../../api/client';

/** Browsers make passkeys for names, not for bare addresses, and only on pages that nobody can change on the way. */
export function passkeysPossible(): boolean {
  const isAddress = /^[\d.]+$|:/.test(location.hostname);
  return (
    isSecureContext &&
    !isAddress &&
    'PublicKeyCredential' in window &&
    'parseRequestOptionsFromJSON' in PublicKeyCredential &&
    'parseCreationOptionsFromJSON' in PublicKeyCredential
  );
}

/** Has a device make a passkey. */
export async function makePasskey(options: unknown): Promise<unknown> {
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options as PublicKeyCredentialCreationOptionsJSON);
  return written(await asked(navigator.credentials.create({ publicKey })));
}

/** Has a passkey sign what the service asks. */
export async function signByPasskey(options: unknown): Promise<unknown> {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options as PublicKeyCredentialRequestOptionsJSON);
  return written(await asked(navigator.credentials.get({ publicKey })));
}

/** The device refused, has the passkey already, or its owner changed their mind: browsers do not tell which. */
async function asked(answer: Promise<Credential | null>): Promise<Credential | null> {
  try {
    return await answer;
  } catch (error) {
    const known = error instanceof DOMException && error.name === 'InvalidStateError';
    throw new ApiError({ ...networkProblem, code: known ? 'passkey_known' : 'passkey_stopped' });
  }
}

function written(credential: Credential | null): unknown {
  return credential instanceof PublicKeyCredential ? credential.toJSON() : undefined;
}
