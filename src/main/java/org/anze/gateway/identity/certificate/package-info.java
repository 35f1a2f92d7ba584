/**
 * Whether a certificate that somebody presented is sound at this moment: chain to a trusted authority, validity, key
 * usage, strength, revocation; and what its subject says about its owner.
 *
 * <p>Not here: whose it is and what the owner may do ({@code identity}), signatures made with it, issuing certificates.
 *
 * <p>Promise: SM2, RSA and ECDSA certificates are judged alike. A certificate is never passed because something about it
 * could not be read; what happens when its revocation cannot be learnt is the trusted authority's stated setting.
 */
@NullMarked
package org.anze.gateway.identity.certificate;

import org.jspecify.annotations.NullMarked;
