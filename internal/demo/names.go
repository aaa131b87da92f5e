package demo

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Coined names are a beginning, a middle and an end; no word of theirs means anything.
var (
	beginnings = strings.Fields(`Abe Ado Aki Alu Ami Ana Aqui Aru Ave Axo Bali Bela Bori Cala Cani Cavo Ceri Cora Cypre Dala Deri Dova Eba Eli Ena Epi Evo
		Fara Feno Fio Gala Geno Gira Hali Helo Iba Ilu Ino Isa Jana Kali Keno Kora Lami Leto Lira Luma Mela Miro Mona Nara Nemi Nolu Obe Ola Oni Ora Pala
		Peri Pola Quali Rami Reno Rova Sala Seri Sola Tali Teno Tira Ula Umi Vala Veri Vilo Xena Yara Zeli Zora`)
	middles = strings.Fields(`b br c cl cr d dr f g gl l lv m mb n nd nt p pr r rb rc rd rm rn rv s sc st t tr v x z`)
	endings = strings.Fields(`a ada ago ais ali ana ara aris axis ea ega elia ena eon era esa eva ia ica ida ilis ina io ira isa ium iva ola ona ora oxa ula una ys`)
)

// taken are names of real companies and products that the syllables could come upon.
var taken = wordSet(`amgen biogen bayer roche novartis sanofi merck pfizer celgene genmab illumina qiagen grifols almirall esteve ferrer rovi lilly abbvie
	galapagos genfit nabriva evotec morphosys miltenyi medigene bracco diasorin livanova sorin menarini zambon angelini chiesi recordati alfasigma aventis
	evonik solvay lonza catalent samsung celltrion wuxi hengrui fosun sinovac cansino butantan fiocruz hypera ache eurofarma moderna novavax veristat
	calida serina novocure selecta verastem corcept kalvista alnylam ionis editas intellia belantis xencor amarin veracyte natera invitae solaris corona
	isala alivia verona valeria serano tirana polaris olaris salina selena alicante balina monaris perivale mirena femara zoladex`)

func wordSet(s string) map[string]bool {
	set := map[string]bool{}
	for _, word := range strings.Fields(s) {
		set[word] = true
	}
	return set
}

// coinNames makes all names there are, each once, in an order of the seed's own.
func coinNames(d dice) []string {
	seen, names := map[string]bool{}, []string(nil)
	for _, a := range beginnings {
		for _, b := range middles {
			for _, c := range endings {
				name := a + b + c
				if key := strings.ToLower(name); len(name) <= 10 && !seen[key] && !taken[key] {
					seen[key] = true
					names = append(names, name)
				}
			}
		}
	}
	d.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
	return names
}

// trades follow a coined name, by branch of the tree; round by round another, so that a name used again is another company's.
var trades = map[string][]string{
	"medicines":                    {"Therapeutics", "Biotherapeutics", "Pharma", "Biosciences", "Biologics", "Medicines", "Bio", "Immunotherapies"},
	"development-services":         {"Research", "Discovery", "Clinical Services", "BioServices", "Development", "Consulting", "Drug Design", "Regulatory"},
	"diagnostics":                  {"Diagnostics", "Dx", "Genomic Diagnostics", "Imaging", "Biosensors", "Bioanalytics", "Molecular", "Detection"},
	"medical-devices":              {"Medical", "Medtech", "Surgical", "Devices", "Implants", "Medical Systems", "Healthcare", "Orthotech"},
	"digital-health":               {"Health", "Digital Health", "Care Systems", "AI", "eHealth", "Data", "Health Software", "Telecare"},
	"research-tools":               {"Biotools", "Omics", "Bioinformatics", "Instruments", "Labs", "Microfluidics", "Bioreagents", "Analytics"},
	"industrial-agri-food-biotech": {"Biotech", "Agro", "Nutrition", "Bioprocess", "Enzymes", "Animal Health", "Naturals", "Marine"},
	"manufacturing-packaging":      {"Manufacturing", "Bioproduction", "Packaging", "Pharma Services", "Cleanrooms", "Production", "Logistics", "Bioprocessing"},
}

// nameOf makes the legal name of organisation n of all, and the name of its web site.
func (w *world) nameOf(n int, b *business, d dice) (legal, site string) {
	coined := w.names[n%len(w.names)]
	list := trades[b.branch]
	word := coined + " " + list[(n+n/len(w.names))%len(list)]
	switch b.kind {
	case "RESEARCH":
		word = coined + " " + pick(d, []string{"Institute of Life Sciences", "Centre for Translational Medicine", "University Hospital", "Research Institute"})
		return word, slug(word)
	case "INVESTOR":
		word = coined + " " + pick(d, []string{"Ventures", "Life Science Capital", "Health Partners"})
	case "PUBLIC_BODY":
		word = coined + " " + pick(d, []string{"Health Innovation Agency", "Life Science Park", "Medical Innovation Office"})
		return word, slug(word)
	}
	if b.region.code == "CN" {
		word = b.town.name + " " + word
	}
	return word + pick(d, b.region.forms), slug(word)
}

// slug writes a name as a part of an address: small letters without accents, digits and hyphens.
func slug(name string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(strings.ToLower(name)) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteRune(r)
		case !unicode.Is(unicode.Mn, r) && b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	return strings.Trim(b.String(), "-")
}

// person is somebody who travels: name, address and function.
func (b *business) person(d dice, n int) (name, email, role string) {
	given, family := pick(d, b.region.given), pick(d, b.region.family)
	roles := []string{"Chief executive officer", "Head of business development", "Chief scientific officer", "Export manager", "Head of regulatory affairs", "Product manager"}
	return given + " " + family, slug(given) + "." + slug(family) + "." + string(rune('a'+n)) + "@" + b.site + ".example", roles[(d.IntN(3)+2*n)%len(roles)]
}
