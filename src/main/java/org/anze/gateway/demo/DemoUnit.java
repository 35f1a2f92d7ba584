package org.anze.gateway.demo;

import java.time.LocalDate;
import java.util.List;

/**
 * An invented insured unit, made of a number and a seed: the same ones give the same unit, so that a service or a claim can
 * refer to the policy that another file holds.
 *
 * @param uscc valid by GB 32100, registered where the risk is
 * @param region place of risk, a county
 * @param sector code of table SEC
 * @param sectorName its Chinese name
 * @param startAt first day of its policy; the last one is a year less a day later
 * @param premiumFen premium
 * @param people insured people
 */
record DemoUnit(
        long number,
        String name,
        String uscc,
        String region,
        String sector,
        String sectorName,
        LocalDate startAt,
        long premiumFen,
        int people) {

    /** Counties of Shanxi. */
    static final List<String> SHANXI = List.of(
            "140212", "140221", "140403", "140311", "140105", "140213", "140214", "140404", "140581", "140702",
            "140802", "141002");

    /** Counties of Shanxi and of another province, which Shanxi's authorities must not see. */
    static final List<String> TWO_PROVINCES = List.of("140212", "330382", "140403", "330902");

    private static final String[] SECTORS = {"03", "01", "02", "04", "08", "03", "05", "06", "07", "90"};
    private static final String[] SECTOR_NAMES = {
        "危险化学品", "煤矿", "非煤矿山", "烟花爆竹", "金属冶炼", "危化品", "交通运输", "建筑施工", "民用爆炸物品", "其他行业领域"
    };

    /** The unit of that number; numbers from 0 to 800 million give different credit codes. */
    static DemoUnit of(long seed, long number) {
        return of(seed, number, SHANXI);
    }

    /** The unit of that number in one of these counties. */
    static DemoUnit of(long seed, long number, List<String> regions) {
        long dice = mix(seed * 0x9E3779B97F4A7C15L + number);
        String region = regions.get((int) (number % regions.size()));
        int sector = (int) (number / regions.size() % SECTORS.length);
        String rare = dice % 16 == 0 ? "䶮㛃" : "样本";
        return new DemoUnit(
                number,
                (region.startsWith("14") ? "山西虚拟" : "浙江虚拟") + rare + SECTOR_NAMES[sector] + (number + 1) + "号有限公司",
                InventedCreditCode.of(region, number),
                region,
                SECTORS[sector],
                SECTOR_NAMES[sector],
                LocalDate.of(2024, 1, 1).plusDays(Math.floorMod(dice, 60)),
                1_000_000 + Math.floorMod(dice >> 8, 20_000_000),
                5 + (int) Math.floorMod(dice >> 16, 900));
    }

    LocalDate lastDay() {
        return startAt.plusYears(1).minusDays(1);
    }

    /** The number that its policy has with an insurer, in that insurer's own pattern. */
    String policyNo(String party) {
        return switch (party) {
            case "insurer-jia" -> "AJIA2024" + region + SampleText.padded(number + 1, 8);
            case "insurer-bing" -> "BBING2024" + region + SampleText.padded(number + 1, 8);
            case "insurer-ding" -> "DINGB" + region + SampleText.padded(number + 1, 5);
            case "insurer-wu" -> "WU" + region + SampleText.padded(number + 1, 8);
            default -> throw new IllegalArgumentException("no demo insurer: " + party);
        };
    }

    private static long mix(long value) {
        long mixed = (value ^ value >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        return mixed ^ mixed >>> 31;
    }

    /** The same code with a wrong check character. */
    String brokenUscc() {
        char last = uscc.charAt(17);
        return uscc.substring(0, 17) + (last == '0' ? '1' : '0');
    }
}
