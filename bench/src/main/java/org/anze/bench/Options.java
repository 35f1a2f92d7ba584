package org.anze.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * What the command line says.
 *
 * @param rounds measured rounds of every contender
 * @param records records of a round sent in batches to the gateway
 * @param single records of a round sent one by one to the gateway
 * @param share a baseline gets one record for so many of the gateway's: it is slower and would take the whole time
 * @param batch records of a batch
 * @param senders parallel senders of batches
 * @param size about so many bytes a record
 * @param ledger records that the stores hold before anything is measured
 * @param only contenders that run; empty for all
 * @param modes {@code batch}, {@code single} or both
 * @param group records of a baseline's signature: 1, or up to 500
 * @param post signed records of one post of the JWS baseline
 * @param provider of the baselines' P-256: {@code auto}, {@code jdk}, {@code bc} or {@code conscrypt}; {@code sm2}
 *     for JWS with the gateway's own algorithm
 * @param grow what grows; empty for nothing
 * @param digests whether the recipients take a digest of each message
 * @param rate records a second that are offered; 0 for as fast as they are taken
 */
record Options(
        int rounds,
        int records,
        int single,
        int share,
        int batch,
        int senders,
        int recipients,
        int size,
        long ledger,
        List<String> only,
        List<String> modes,
        int group,
        int post,
        String provider,
        String grow,
        boolean digests,
        double rate) {

    static final int SINGLE_SENDERS = 16;
    /** Bodies are made before the clock runs, and arrivals are kept until it has stopped. */
    private static final long MOST_BYTES = 1L << 30;

    private static final long MOST_ARRIVALS = 256L << 20;
    private static final long LEDGER_OF_A_TABLE = 1_000_000;
    /** Nobody posts fifty megabytes at once, and a baseline holds a post several times over. */
    private static final int LARGEST_POST = 8_000_000;

    static final String USAGE = """
            bench/run — records per second of the gateway and of two baselines, on this machine, in alternation
            bench/run — 在本机轮流测量网关与两个对照方案每秒处理的记录数

              --quick            one short round 一轮短测
              --rounds N         measured rounds 轮数 (2)
              --records N        records of a round in batches 每轮成批记录数 (40000)
              --single N         records of a round one by one 每轮逐条记录数 (8000)
              --share N          a baseline gets one record for N of the gateway's 对照方案的记录数为网关的 1/N (4)
              --recipients N     接收方数 (4)
              --batch N          records of a batch 每批记录数 (500)
              --senders N        parallel senders of batches 并行发送数 (4)
              --size BYTES       bytes of a record 每条字节数 (1500)
              --ledger N         records in the stores beforehand 事先已有记录数 (0)
              --only LIST        gateway, soap, jws (all)
              --mode LIST        batch, single (both)
              --baseline-group N records of one signature of a baseline 对照方案每个签名的记录数, 1 or 500 (1)
              --jws-post N       signed records of one post of jws 每次投递的签名数 (500)
              --provider NAME    P-256 of the baselines: auto, jdk, bc, conscrypt (auto: the fastest is measured);
                                sm2: the JWS baseline signs with SM2 as the gateway does 国密签名
              --rate N           records offered per second, for latencies below saturation 限速 (0: none)
              --sink-check WHAT  digest or counts (digest)
              --grow WHAT        recipients, size, batch or ledger: a table of how it grows, of the gateway
                                alone unless --only says more; batches only, and posts of 8 MB at most unless
                                batch grows; ledger as far as --ledger says (1000000) 增长表
            """;

    static Options parse(String[] arguments) {
        List<String> words = new ArrayList<>(List.of(arguments));
        boolean quick = words.remove("--quick");
        int rounds = quick ? 1 : 2;
        int records = quick ? 10_000 : 40_000;
        int single = quick ? 2_000 : 8_000;
        int share = 4;
        int batch = 500;
        int senders = 4;
        int recipients = 4;
        int size = 1_500;
        long ledger = 0;
        List<String> only = List.of("gateway", "soap", "jws");
        List<String> modes = List.of("batch", "single");
        int group = 1;
        int post = 500;
        String provider = "auto";
        String grow = "";
        boolean digests = true;
        double rate = 0;
        for (int i = 0; i < words.size(); i += 2) {
            if (i + 1 == words.size()) {
                throw new IllegalArgumentException(words.get(i) + " needs a value");
            }
            String value = words.get(i + 1);
            switch (words.get(i)) {
                case "--rounds" -> rounds = number(value, 1, 100);
                case "--records" -> records = number(value, 500, 5_000_000);
                case "--single" -> single = number(value, 100, 1_000_000);
                case "--share" -> share = number(value, 1, 1_000);
                case "--batch" -> batch = number(value, 1, 10_000);
                case "--senders" -> senders = number(value, 1, 64);
                case "--recipients" -> recipients = number(value, 1, 64);
                case "--size" -> size = number(value, 1_000, 200_000);
                case "--ledger" -> ledger = number(value, 0, 20_000_000);
                case "--only" -> only = choice(value, only);
                case "--mode" -> modes = choice(value, modes);
                case "--baseline-group" -> group = number(value, 1, 500);
                case "--jws-post" -> post = number(value, 1, 500);
                case "--provider" ->
                    provider = choice(value, List.of("auto", "jdk", "bc", "conscrypt", "sm2"))
                            .get(0);
                case "--grow" ->
                    grow = choice(value, List.of("recipients", "size", "batch", "ledger"))
                            .get(0);
                case "--sink-check" ->
                    digests = choice(value, List.of("digest", "counts")).get(0).equals("digest");
                case "--rate" -> rate = number(value, 0, 1_000_000);
                default -> throw new IllegalArgumentException("unknown " + words.get(i));
            }
        }
        if (!grow.isEmpty() && !words.contains("--only")) {
            // A baseline takes hours for the same tables; name it when that is wanted.
            only = List.of("gateway");
        }
        if (grow.equals("ledger") && ledger == 0) {
            ledger = LEDGER_OF_A_TABLE;
        }
        long most = Math.max(Math.max(records, batch), single);
        if (most * size > MOST_BYTES || most * recipients * Long.BYTES > MOST_ARRIVALS) {
            throw new IllegalArgumentException(
                    "a round of so much does not fit into memory: fewer --records, more --rounds");
        }
        return new Options(
                rounds,
                records,
                single,
                share,
                batch,
                senders,
                recipients,
                size,
                ledger,
                only,
                modes,
                group,
                post,
                provider,
                grow,
                digests,
                rate);
    }

    private static int number(String value, int least, int most) {
        int number = Integer.parseInt(value);
        if (number < least || number > most) {
            throw new IllegalArgumentException(value + " is not between " + least + " and " + most);
        }
        return number;
    }

    private static List<String> choice(String value, List<String> possible) {
        List<String> chosen = List.of(value.split(","));
        if (!possible.containsAll(chosen)) {
            throw new IllegalArgumentException(value + " is not of " + possible);
        }
        return chosen;
    }

    /** What the table of this value is called. */
    String label() {
        return switch (grow) {
            case "recipients" -> grow + " " + recipients;
            case "size" -> grow + " " + size + " bytes, batches of " + batch;
            case "batch" -> grow + " " + batch;
            default -> grow + " " + ledger;
        };
    }

    /** The same with another value of what grows, and no more records than a quarter of a gigabyte of them. */
    Options grown(long value) {
        int bytes = grow.equals("size") ? (int) value : size;
        boolean small = grow.equals("batch") && value < 100;
        int fitting = Math.max(500, Math.min(small ? single : records, (int) (250_000_000L / bytes)));
        return new Options(
                rounds,
                fitting,
                single,
                share,
                grow.equals("batch") ? (int) value : Math.max(1, Math.min(batch, LARGEST_POST / bytes)),
                small ? SINGLE_SENDERS : senders,
                grow.equals("recipients") ? (int) value : recipients,
                bytes,
                grow.equals("ledger") ? value : ledger,
                only,
                List.of("batch"),
                group,
                post,
                provider,
                grow,
                digests,
                rate);
    }
}
