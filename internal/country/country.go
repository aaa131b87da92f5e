// Package country knows the codes of countries and of European regions.
package country

import "strings"

// Valid tells whether a code is one of ISO 3166-1 alpha-2, in upper case.
func Valid(code string) bool { return len(code) == 2 && strings.Contains(codes, " "+code+" ") }

// NUTS tells whether a code has the form of one of the EU's regions at level 0 to 3: two letters and up to three more characters
// (Regulation (EC) No 1059/2003). It does not tell whether there is such a region, since they change every few years.
func NUTS(code string) bool {
	if len(code) < 2 || len(code) > 5 {
		return false
	}
	for i, c := range []byte(code) {
		if letter, digit := 'A' <= c && c <= 'Z', '0' <= c && c <= '9'; !letter && (i < 2 || !digit) {
			return false
		}
	}
	return true
}

// Holds tells whether a NUTS code lies in a country: it begins with its code, but for Greece, EL, and the United Kingdom, UK.
func Holds(country, nuts string) bool {
	switch country {
	case "GR":
		country = "EL"
	case "GB":
		country = "UK"
	}
	return strings.HasPrefix(nuts, country)
}

// codes holds the officially assigned codes of ISO 3166-1, https://www.iso.org/obp/ui/#search/code/.
const codes = " AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF " +
	"CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI " +
	"GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ " +
	"LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO " +
	"NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST " +
	"SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW "
