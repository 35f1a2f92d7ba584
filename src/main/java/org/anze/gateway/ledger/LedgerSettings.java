package org.anze.gateway.ledger;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The ledger ({@code anze.ledger.*}).
 *
 * @param origin its name in checkpoints; may never change. The sealing certificate's common name, or a name below it
 * @param certificate PEM file with the sealing certificate
 * @param privateKey PEM file with its key, PKCS#8
 * @param pseudonymKeys folder with one secret key file per purpose
 * @param queue batches that may wait for the writer
 * @param mostParked records of one party that may wait for records they refer to; what comes beyond is rejected
 */
@ConfigurationProperties("anze.ledger")
public record LedgerSettings(
        @DefaultValue("anze.example/demo") String origin,
        @DefaultValue("data/pki/seal.crt") Path certificate,
        @DefaultValue("data/pki/seal.key") Path privateKey,
        @DefaultValue("data/pki/pseudonyms") Path pseudonymKeys,
        @DefaultValue("64") int queue,
        @DefaultValue("100000") int mostParked) {}
