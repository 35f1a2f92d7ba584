package org.anze.gateway.identity.certificate;

import java.security.cert.X509Certificate;
import org.anze.gateway.identity.revocation.RevocationSetting;

/**
 * An authority whose certificates are taken.
 *
 * @param certificate of the authority; what it issued, also through intermediate authorities, is judged by the setting
 * @param revocation how revocation is learnt, and what happens when it cannot be
 */
public record TrustedAuthority(X509Certificate certificate, RevocationSetting revocation) {}
