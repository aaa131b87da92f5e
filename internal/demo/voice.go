package demo

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// voice writes the texts of one profile: it knows what the slots of its sentences stand for.
type voice struct {
	dice
	*phrases
	subject tech
	area    *tech // nil for none
	market  *marketRef
	product string // of the subject, English only
	twist   string
	name    string
	city    string
	year    int
	people  int
	benefit int // place of the benefit spoken of
}

// voice makes a voice in a language; who speaks is set by the caller where sentences name them.
func (w *world) voice(d dice, language string, subject int, area int, market *marketRef) *voice {
	v := &voice{dice: d, phrases: w.phrases[language], subject: w.techs[subject], market: market}
	if area >= 0 {
		v.area = &w.techs[area]
	}
	v.product = pick(d, v.subject.products)
	if twists := v.Twist[v.subject.domain]; len(twists) > 0 {
		v.twist = pick(d, twists)
	}
	v.benefit = d.IntN(64)
	return v
}

// say writes one of the sentences.
func (v *voice) say(list []template) string {
	t := &list[v.IntN(len(list))]
	for n := 0; t.needArea && v.area == nil && n < len(list); n++ {
		t = &list[(v.IntN(len(list))+n)%len(list)]
	}
	if t.needArea && v.area == nil {
		for i := range list {
			if !list[i].needArea {
				t = &list[i]
			}
		}
	}
	return v.render(t)
}

// talk writes n different ones of the sentences in their order, as a paragraph.
func (v *voice) talk(list []template, n int) string {
	var said []string
	for i := range list {
		if v.IntN(len(list)-i) < n-len(said) && (v.area != nil || !list[i].needArea) {
			said = append(said, v.render(&list[i]))
		}
	}
	if len(said) == 0 {
		return v.say(list)
	}
	return v.join(said...)
}

// join puts sentences behind each other as the language does.
func (v *voice) join(sentences ...string) string {
	if v.Language == "zh" {
		return strings.Join(sentences, "")
	}
	return strings.Join(sentences, " ")
}

func (v *voice) render(t *template) string {
	var b strings.Builder
	for _, p := range t.parts {
		if p.slot == "" {
			b.WriteString(p.text)
		} else {
			b.WriteString(v.fill(p.slot))
		}
	}
	return b.String()
}

// fill says what a slot stands for. An unknown slot is a mistake of ours, which the tests find.
func (v *voice) fill(slot string) string {
	benefits := v.Benefit[v.subject.domain]
	switch slot {
	case "name":
		return v.name
	case "city":
		return v.city
	case "year":
		return strconv.Itoa(v.year)
	case "people":
		return strconv.Itoa(v.people)
	case "label":
		return v.subject.words[v.Language].label
	case "Label":
		return capital(v.subject.words[v.Language].label)
	case "area":
		return v.area.words[v.Language].label
	case "synonym":
		if synonyms := v.subject.words[v.Language].synonyms; len(synonyms) > 0 {
			return pick(v.dice, synonyms)
		}
		return v.subject.words[v.Language].label
	case "product":
		return v.product
	case "Product":
		return capital(v.product)
	case "a_product":
		return article(v.product) + v.product
	case "A_product":
		return capital(article(v.product) + v.product)
	case "twist":
		return v.twist
	case "benefit":
		return benefits[v.benefit%len(benefits)]
	case "Benefit":
		return capital(benefits[v.benefit%len(benefits)])
	case "benefit2":
		return benefits[(v.benefit+1)%len(benefits)]
	case "proof":
		return v.say(v.Proof[v.subject.domain])
	case "in":
		return v.In[v.market.code]
	case "regulator":
		return v.market.regulator
	case "n":
		return strconv.Itoa(pick(v.dice, []int{12, 18, 24, 30, 36, 45, 60, 80, 96, 120, 150, 180, 240, 320, 400, 480}))
	case "m":
		return strconv.Itoa(v.between(3, 18))
	case "pct":
		return strconv.Itoa(v.between(82, 98))
	}
	panic("demo: unknown slot " + slot)
}

// capital begins a text with a capital, unless its first word is spelled like mRNA.
func capital(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	if second, _ := utf8.DecodeRuneInString(s[size:]); unicode.IsUpper(second) || strings.HasPrefix(s, "siRNA") {
		return s
	}
	return string(unicode.ToUpper(first)) + s[size:]
}

// withSmall begins a label with a small letter for use within a sentence, unless its first word is a name or an abbreviation.
func withSmall(s, language string) string {
	first, size := utf8.DecodeRuneInString(s)
	second, _ := utf8.DecodeRuneInString(s[size:])
	named := strings.HasPrefix(s, "Alzheimer") || strings.HasPrefix(s, "Parkinson")
	if language == "de" || !unicode.IsLower(second) || named {
		return s
	}
	return string(unicode.ToLower(first)) + s[size:]
}

// article is "a " or "an ", by how an English phrase is spoken: letters of abbreviations are spelled out.
func article(phrase string) string {
	word, _, _ := strings.Cut(phrase, " ")
	first, size := utf8.DecodeRuneInString(word)
	second, _ := utf8.DecodeRuneInString(word[size:])
	vowels := "aeiouAEIO"
	if unicode.IsUpper(second) {
		vowels = "AEFHILMNORSXm"
	}
	if strings.HasPrefix(word, "uni") || strings.HasPrefix(word, "UV") {
		return "a "
	}
	if strings.ContainsRune(vowels, first) || strings.HasPrefix(word, "X-") {
		return "an "
	}
	return "a "
}
