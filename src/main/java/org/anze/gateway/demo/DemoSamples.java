package org.anze.gateway.demo;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes files of any size in the four legacy shapes of DOMAIN.md H, and the policies that services and claims refer to. Same
 * seed, same bytes. Streaming: ten million rows need no more memory than ten. Every sample people appear in is invented.
 *
 * <p>Send a party's policies before its services or claims: some traps cite policies, its own or another insurer's, that
 * {@link #policies} and {@link #canonicalPolicies} have made with the same seed.
 */
public final class DemoSamples {

    private final DemoSeries series;

    /**
     * Units in Shanxi.
     *
     * @param seed decides about everything that is not fixed
     * @param trapEvery every so many records one has a trap of its shape, in turn; 0 for none
     */
    public DemoSamples(long seed, int trapEvery) {
        this(new DemoSeries(seed, trapEvery, DemoUnit.SHANXI, DemoWitness.NONE));
    }

    private DemoSamples(DemoSeries series) {
        this.series = series;
    }

    /** Units in Shanxi and in another province, for senders that are licensed in both. */
    public static DemoSamples ofTwoProvinces(long seed, int trapEvery) {
        return new DemoSamples(new DemoSeries(seed, trapEvery, DemoUnit.TWO_PROVINCES, DemoWitness.NONE));
    }

    /** The same samples, with somebody who notes what must arrive. */
    public DemoSamples witnessedBy(DemoWitness somebody) {
        return new DemoSamples(series.witnessedBy(somebody));
    }

    /** Insurer 甲, H1: policies as CSV with its totals row, in GB18030 because some names go beyond GBK. */
    public ExpectedOutcome policies(OutputStream out, long rows) throws IOException {
        return policies(out, rows, 0);
    }

    /**
     * Like {@link #policies(OutputStream, long)}, for other units.
     *
     * @param firstUnit number of the first unit, so that several files do not repeat each other
     */
    public ExpectedOutcome policies(OutputStream out, long rows, long firstUnit) throws IOException {
        return new PolicySamples(series).csv(out, rows, firstUnit);
    }

    /** Policies as canonical JSON, one a line, for {@code canonical-policy}; all sound. */
    public ExpectedOutcome canonicalPolicies(String party, OutputStream out, long rows) throws IOException {
        return new PolicySamples(series).canonical(party, out, rows);
    }

    /**
     * Insurer 丙, H3: service records as XML in GB18030. Traps: a broker as agency, an unknown item, a policy of insurer 甲.
     *
     * @param policies number of policies that {@link #canonicalPolicies} made for insurer-bing, and {@link #policies} at least
     *     for insurer-jia
     */
    public ExpectedOutcome services(OutputStream out, long rows, long policies) throws IOException {
        return new ServiceSamples(series).write(out, rows, policies);
    }

    /**
     * Insurer 丁, H4: the document inside the CDATA. Traps: a policy of insurer 甲, an empty estimate, an accident before the
     * policy began. 其他爆炸 is among the causes and accepted.
     */
    public ExpectedOutcome claims(OutputStream out, long rows, long policies) throws IOException {
        return new ClaimSamples(series).write(out, rows, policies);
    }

    /** The same inside insurer 丁's own SOAP 1.1 envelope, as its system posts it. */
    public ExpectedOutcome claimsEnvelope(OutputStream out, long rows, long policies) throws IOException {
        return new ClaimSamples(series).writeEnvelope(out, rows, policies);
    }

    /** Insurer 戊, H5: claim reports as a JSON array. Traps: empty amount, foreign currency, unknown cause. */
    public ExpectedOutcome reports(OutputStream out, long rows, long policies) throws IOException {
        return new ReportSamples(series).write(out, rows, policies);
    }
}
