package org.anze.gateway.validation;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnterpriseRulesTest {

    @ParameterizedTest(name = "{0}: {1} → {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "V-S01 | uscc=91140212MAXX00014K | USCC_WRONG",
                "V-S01 | uscc=9114O212MAXX00015K | USCC_WRONG",
                "V-S04 | industry=9999 | INDUSTRY_UNKNOWN",
                "V-S04 | industry=B061 | INDUSTRY_UNKNOWN",
                "V-S04 | industry=061 | INDUSTRY_UNKNOWN",
                "V-S04 | industry=0111; @sector=90; annualRevenue= | -",
                "V-S04 | industry=0011; @sector=90; annualRevenue= | INDUSTRY_UNKNOWN",
                "V-S04 | industry=9810; @sector=90; annualRevenue= | INDUSTRY_UNKNOWN",
                "V-S04 | industry=9710; @sector=90; scale=M; annualRevenue= | -",
                "V-E03 | employees=300; annualRevenue=2000000000 | -",
                "V-E03 | employees=299; annualRevenue=2000000000 | SCALE_DIFFERS",
                "V-E03 | employees=300; annualRevenue=1999999999 | SCALE_DIFFERS",
                "V-E03 | employees=1000; annualRevenue=40000000000 | SCALE_DIFFERS",
                "V-E03 | employees=1000; annualRevenue=40000000000; scale=L | -",
                "V-E03 | annualRevenue= | -",
                "V-E03 | employees=20; annualRevenue=300000000; scale=S | -",
                "V-E03 | employees=19; annualRevenue=300000000; scale=S | SCALE_DIFFERS",
                "V-E03 | employees=19; annualRevenue=300000000; scale=X | -",
                "V-E03 | industry=5411; @sector=05; employees=300; annualRevenue=3000000000 | -",
                "V-E03 | industry=5411; @sector=05; employees=300; annualRevenue=2999999999 | SCALE_DIFFERS",
                "V-E03 | industry=5411; @sector=05; employees=20; annualRevenue=200000000; scale=S | -",
                "V-E03 | industry=4710; @sector=06; scale=X | -",
                "V-E04 | @sector=02 | SECTOR_NOT_OF_INDUSTRY",
                "V-E04 | industry=0810; @sector=02 | -",
                "V-E04 | industry=2672; @sector=07; scale=; annualRevenue=; scale=M | SECTOR_NOT_OF_INDUSTRY",
                "V-E04 | industry=2672; @sector=04; subType=批发 | -",
                "V-E04 | industry=5212; @sector=90; annualRevenue= | -",
                "V-E05 | @sector=10; industry=5212 | SECTOR_UNKNOWN",
                "V-E05 | @sector=煤矿; industry=5212 | SECTOR_UNKNOWN",
                "V-E06 | @sector=03; industry=2614 | SUBTYPE_MISSING",
                "V-E06 | @sector=03; industry=2614; subType=生产 | -",
                "V-E06 | @sector=04; industry=2672 | SUBTYPE_MISSING",
                "V-S03 | regRegion=140299 | REGION_NOT_IN_TABLE",
                "V-S03 | regRegion=330103 | REGION_NOT_IN_TABLE"
            })
    void holdsTheRulesOfEnterprises(String rule, String changes, String problems) {
        RuleCases.check(rule, SampleRecords.anEnterprise(), changes, problems);
    }
}
