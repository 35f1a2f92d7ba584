package org.anze.gateway.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.anze.gateway.evidence.EvidencePartners;
import org.anze.gateway.evidence.EvidenceSettings;
import org.anze.gateway.evidence.witness.Witness;
import org.anze.gateway.evidence.witness.WitnessKey;
import org.anze.gateway.evidence.witness.WitnessMemory;
import org.anze.gateway.evidence.witness.WitnessPolicy;
import org.anze.gateway.evidence.witness.WitnessServer;
import org.anze.gateway.evidence.witness.WitnessedLogs;
import org.anze.gateway.pki.PkiLayout;
import org.anze.gateway.pki.PrivateFiles;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.SealCertificate;
import org.anze.gateway.seal.note.NoteKey;

/**
 * The demo's time-stamping authority and witness, in the gateway's own process on loopback. They show how evidence from others
 * looks; being the operator's own, they prove nothing to anybody.
 */
final class DemoEvidence implements EvidencePartners, AutoCloseable {

    private static final String WITNESS = "witness.anze.example/demo";

    private final DemoTimeStampOffice office;
    private final Path officeFolder;
    private final WitnessMemory memory;
    private final WitnessServer server;
    private final NoteKey witnessKey;

    /** @param data the data folder; keys and memory are below {@code demo/evidence} and made when they are missing */
    DemoEvidence(Path data, SealCertificate seal, String origin, Clock clock) throws IOException, FlawException {
        Path folder = data.resolve("demo").resolve("evidence");
        PrivateFiles.directory(folder);
        this.officeFolder = folder.resolve("time-stamps");
        this.office = new DemoTimeStampOffice(officeFolder, seal.publicKey().suite(), clock);
        WitnessKey key = witnessKey(folder.resolve("witness.key"), seal);
        this.witnessKey = key.publicKey();
        Path state = folder.resolve("witness");
        if (!WitnessMemory.isMade(state)) {
            WitnessMemory.create(state, witnessKey);
        }
        this.memory = WitnessMemory.open(state, witnessKey);
        NoteKey log = NoteKey.ofLog(seal.name(), seal.publicKey());
        this.server = new WitnessServer(
                new Witness(key, new WitnessedLogs(Map.of(origin, log)), memory, clock),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        provideTrust(folder.resolve("trust"), new PkiLayout(data).sealAuthority());
    }

    private static WitnessKey witnessKey(Path file, SealCertificate seal) throws IOException, FlawException {
        if (Files.notExists(file)) {
            WitnessKey fresh = WitnessKey.generate(WITNESS, seal.publicKey().suite(), new SecureRandom());
            PrivateFiles.writeNew(file, fresh.pem().getBytes(StandardCharsets.US_ASCII));
        }
        return WitnessKey.ofPem(WITNESS, Files.readString(file));
    }

    /** What a verifier needs to believe the demo's evidence (docs/spec/seal-v1.md §13). */
    private void provideTrust(Path file, Path sealAuthority) throws IOException {
        if (Files.notExists(file)) {
            String trust = Files.readString(sealAuthority) + "[stamp]\n"
                    + Files.readString(DemoTimeStampOffice.authorityFile(officeFolder)) + "[witness]\n"
                    + witnessKey.vkey() + "\n";
            PrivateFiles.writeNewReadable(file, trust.getBytes(StandardCharsets.US_ASCII));
        }
    }

    @Override
    public List<EvidenceSettings.Authority> authorities() {
        return List.of(new EvidenceSettings.Authority(
                "demo",
                office.address(),
                DemoTimeStampOffice.POLICY,
                DemoTimeStampOffice.authorityFile(officeFolder).toString()));
    }

    @Override
    public List<WitnessPolicy.Entry> witnesses() {
        return List.of(new WitnessPolicy.Entry("demo", witnessKey, URI.create("http://127.0.0.1:" + server.port())));
    }

    /** Answers nobody any more. */
    @Override
    public void close() throws IOException {
        office.close();
        server.close();
        memory.close();
    }
}
