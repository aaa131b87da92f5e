package account_test

import (
	"crypto"
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/bioxclusters/portal/internal/account"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
)

type fields map[string]any

var b64 = base64.RawURLEncoding.EncodeToString

// forge makes tokens of any kind with the portal's own signing key, so that only what a case changes can be what is refused.
type forge struct {
	w            *world
	kid          string
	private      ed25519.PrivateKey
	head, claims fields
}

func newForge(w *world, access string) *forge {
	f := &forge{w: w, head: fields{}, claims: fields{}}
	var seed []byte
	if err := w.db.QueryRow(`select kid, private_key from signing_key`).Scan(&f.kid, &seed); err != nil {
		w.t.Fatal(err)
	}
	f.private = ed25519.NewKeyFromSeed(seed)
	part := strings.Split(access, ".")
	for i, into := range []*fields{&f.head, &f.claims} {
		raw, _ := base64.RawURLEncoding.DecodeString(part[i])
		if err := json.Unmarshal(raw, into); err != nil {
			w.t.Fatal(err)
		}
	}
	return f
}

// sign joins and signs two raw parts.
func (f *forge) sign(head, claims string) string {
	text := b64([]byte(head)) + "." + b64([]byte(claims))
	return text + "." + b64(ed25519.Sign(f.private, []byte(text)))
}

// with signs the honest token with some fields changed; nil leaves a field out.
func (f *forge) with(head, claims fields) string {
	return f.sign(encode(f.head, head), encode(f.claims, claims))
}

func encode(honest, change fields) string {
	all := fields{}
	for _, m := range []fields{honest, change} {
		for k, v := range m {
			if all[k] = v; v == nil {
				delete(all, k)
			}
		}
	}
	raw, _ := json.Marshal(all)
	return string(raw)
}

func TestForgedTokens(t *testing.T) {
	w := newWorld(t)
	ana, eva := w.user("ana@example.org"), w.user("eva@example.org")
	tokens, err := w.s.IssueTokens(t.Context(), ana, "")
	ok(t, "issue", err)
	others, err := w.s.IssueTokens(t.Context(), eva, "")
	ok(t, "issue", err)
	cookie := w.signedIn(ana)
	ended, err := w.s.IssueTokens(t.Context(), ana, "")
	ok(t, "issue", err)
	endedViewer, err := w.s.ViewerByToken(t.Context(), ended.Access)
	ok(t, "before it ends", err)
	ok(t, "end", w.s.EndSession(t.Context(), endedViewer))

	f := newForge(w, tokens.Access)
	other := newForge(w, others.Access)
	if _, err := w.s.ViewerByToken(t.Context(), f.with(nil, nil)); err != nil {
		t.Fatal("the forge makes no honest tokens:", err)
	}
	now := w.now().Unix()
	honest := strings.Split(tokens.Access, ".")
	public := f.private.Public().(ed25519.PublicKey)
	hs256 := func(key []byte) string {
		text := b64([]byte(encode(f.head, fields{"alg": "HS256"}))) + "." + honest[1]
		m := hmac.New(sha256.New, key)
		m.Write([]byte(text))
		return text + "." + b64(m.Sum(nil))
	}
	strange := func() string {
		g := *f
		_, g.private, _ = ed25519.GenerateKey(rand.Reader)
		return g.with(nil, nil)
	}
	prehashed := func() string {
		text := honest[0] + "." + honest[1]
		sum := sha512.Sum512([]byte(text))
		signature, _ := f.private.Sign(nil, sum[:], &ed25519.Options{Hash: crypto.SHA512})
		return text + "." + b64(signature)
	}
	flipped := func(part, at int) string {
		p := strings.Split(tokens.Access, ".")
		b := []byte(p[part])
		b[at] ^= 1
		p[part] = string(b)
		return strings.Join(p, ".")
	}
	head := encode(f.head, nil)
	cases := map[string]string{
		// algorithms
		"alg none":                 fmt.Sprintf("%s.%s.", b64([]byte(encode(f.head, fields{"alg": "none"}))), honest[1]),
		"alg None":                 fmt.Sprintf("%s.%s.", b64([]byte(encode(f.head, fields{"alg": "None"}))), honest[1]),
		"alg none, signed":         f.with(fields{"alg": "none"}, nil),
		"alg missing":              f.with(fields{"alg": nil}, nil),
		"alg empty":                f.with(fields{"alg": ""}, nil),
		"alg lower case":           f.with(fields{"alg": "eddsa"}, nil),
		"alg Ed25519":              f.with(fields{"alg": "Ed25519"}, nil),
		"alg RS256":                f.with(fields{"alg": "RS256"}, nil),
		"alg ES256":                f.with(fields{"alg": "ES256"}, nil),
		"alg number":               f.with(fields{"alg": 1}, nil),
		"alg list":                 f.with(fields{"alg": []string{"EdDSA"}}, nil),
		"alg twice":                f.sign(strings.Replace(head, "{", `{"alg":"none",`, 1), encode(f.claims, nil)),
		"alg escaped":              f.sign(strings.Replace(head, `"alg"`, `"\u0061lg"`, 1), encode(f.claims, nil)),
		"alg in capitals":          f.sign(strings.Replace(head, `"alg"`, `"ALG"`, 1), encode(f.claims, nil)),
		"HS256 with public key":    hs256(public),
		"HS256 with public in b64": hs256([]byte(b64(public))),
		"HS256 with nothing":       hs256(nil),
		"Ed25519ph":                prehashed(),
		// header
		"typ JWT":         f.with(fields{"typ": "JWT"}, nil),
		"typ missing":     f.with(fields{"typ": nil}, nil),
		"typ rt+jwt":      f.with(fields{"typ": "rt+jwt"}, nil),
		"typ capitals":    f.with(fields{"typ": "AT+JWT"}, nil),
		"typ long":        f.with(fields{"typ": "application/at+jwt"}, nil),
		"kid missing":     f.with(fields{"kid": nil}, nil),
		"kid empty":       f.with(fields{"kid": ""}, nil),
		"kid unknown":     f.with(fields{"kid": "AAAAAAAAAAAAAAAA"}, nil),
		"kid path":        f.with(fields{"kid": "../../dev/null"}, nil),
		"kid SQL":         f.with(fields{"kid": "' or '1'='1"}, nil),
		"kid number":      f.with(fields{"kid": 7}, nil),
		"kid null":        f.sign(fmt.Sprintf(`{"alg":"EdDSA","typ":"at+jwt","kid":null}`), encode(f.claims, nil)),
		"jku":             f.with(fields{"jku": "https://evil.example/jwks"}, nil),
		"jwk":             f.with(fields{"jwk": fields{"kty": "OKP", "crv": "Ed25519", "x": b64(public)}}, nil),
		"x5u":             f.with(fields{"x5u": "https://evil.example/x"}, nil),
		"x5c":             f.with(fields{"x5c": []string{"AAAA"}}, nil),
		"x5t":             f.with(fields{"x5t": "AAAA"}, nil),
		"crit":            f.with(fields{"crit": []string{"exp"}}, nil),
		"crit empty":      f.with(fields{"crit": []string{}}, nil),
		"b64 false":       f.with(fields{"b64": false}, nil),
		"b64 true":        f.with(fields{"b64": true}, nil),
		"zip":             f.with(fields{"zip": "DEF"}, nil),
		"cty":             f.with(fields{"cty": "JWT"}, nil),
		"header list":     f.sign(`["EdDSA"]`, encode(f.claims, nil)),
		"header null":     f.sign(`null`, encode(f.claims, nil)),
		"header empty":    f.sign(``, encode(f.claims, nil)),
		"header and more": f.sign(head+head, encode(f.claims, nil)),
		// claims
		"iss other":         f.with(nil, fields{"iss": "https://evil.example"}),
		"iss with slash":    f.with(nil, fields{"iss": publicURL + "/"}),
		"iss missing":       f.with(nil, fields{"iss": nil}),
		"iss empty":         f.with(nil, fields{"iss": ""}),
		"iss list":          f.with(nil, fields{"iss": []string{publicURL}}),
		"aud other":         f.with(nil, fields{"aud": "https://evil.example/graphql"}),
		"aud is iss":        f.with(nil, fields{"aud": publicURL}),
		"aud missing":       f.with(nil, fields{"aud": nil}),
		"aud empty":         f.with(nil, fields{"aud": []string{}}),
		"aud two":           f.with(nil, fields{"aud": []string{publicURL + "/graphql", "https://evil.example"}}),
		"aud list":          f.with(nil, fields{"aud": []string{publicURL + "/graphql"}}),
		"exp fraction":      f.with(nil, fields{"exp": float64(now) + 600.5}),
		"line break inside": honest[0] + "." + honest[1][:9] + "\n" + honest[1][9:] + "." + honest[2],
		"nbf past":          f.with(nil, fields{"nbf": now - 60}),
		"aud number":        f.with(nil, fields{"aud": 1}),
		"exp missing":       f.with(nil, fields{"exp": nil}),
		"exp past":          f.with(nil, fields{"iat": now - 660, "exp": now - 60}),
		"exp now":           f.with(nil, fields{"iat": now - 600, "exp": now}),
		"exp far":           f.with(nil, fields{"exp": now + 3600}),
		"exp in 1000 years": f.with(nil, fields{"exp": now + 1000*365*86400}),
		"exp text":          f.with(nil, fields{"exp": fmt.Sprint(now + 600)}),
		"exp negative":      f.with(nil, fields{"exp": -1}),
		"exp zero":          f.with(nil, fields{"exp": 0}),
		"exp huge":          f.sign(head, strings.Replace(encode(f.claims, nil), `"exp":`, `"exp":1e300,"was":`, 1)),
		"iat missing":       f.with(nil, fields{"iat": nil}),
		"iat future":        f.with(nil, fields{"iat": now + 120, "exp": now + 720}),
		"iat text":          f.with(nil, fields{"iat": "now"}),
		"nbf future":        f.with(nil, fields{"nbf": now + 60}),
		"jti missing":       f.with(nil, fields{"jti": nil}),
		"sub missing":       f.with(nil, fields{"sub": nil}),
		"sub other":         f.with(nil, fields{"sub": eva.ID}),
		"sub nobody":        f.with(nil, fields{"sub": id.New[id.User](w.now())}),
		"sub not an id":     f.with(nil, fields{"sub": "' or true --"}),
		"sub NUL":           f.with(nil, fields{"sub": "usr_\x00"}),
		"sub number":        f.with(nil, fields{"sub": 1}),
		"sid missing":       f.with(nil, fields{"sid": nil}),
		"sid other user's":  f.with(nil, fields{"sid": other.claims["sid"]}),
		"sid of a cookie":   f.with(nil, fields{"sid": cookie.Session}),
		"sid ended":         f.with(nil, fields{"sid": endedViewer.Session}),
		"sid unknown":       f.with(nil, fields{"sid": id.New[id.Session](w.now())}),
		"sid not an id":     f.with(nil, fields{"sid": "ses_"}),
		"sid object":        f.with(nil, fields{"sid": fields{"$ne": ""}}),
		"claims list":       f.sign(head, `[]`),
		"claims null":       f.sign(head, `null`),
		"claims not JSON":   f.sign(head, `exp`),
		"claims nothing":    f.sign(head, `{}`),
		"ended session":     ended.Access,
		// signature and form
		"another key":       strange(),
		"no signature":      honest[0] + "." + honest[1] + ".",
		"two parts":         honest[0] + "." + honest[1],
		"four parts":        tokens.Access + ".x",
		"short signature":   tokens.Access[:len(tokens.Access)-4],
		"long signature":    tokens.Access + "AAAA",
		"zero signature":    honest[0] + "." + honest[1] + "." + b64(make([]byte, 64)),
		"other's signature": honest[0] + "." + honest[1] + "." + strings.Split(others.Access, ".")[2],
		"flipped header":    flipped(0, 5),
		"flipped claims":    flipped(1, 20),
		"flipped signature": flipped(2, 7),
		"padding":           tokens.Access + "=",
		"padded header":     honest[0] + "=." + honest[1] + "." + honest[2],
		"spaces":            " " + tokens.Access,
		"line break":        tokens.Access + "\n",
		"Bearer":            "Bearer " + tokens.Access,
		"oversized":         f.with(nil, fields{"x": strings.Repeat("x", 4096)}),
		"oversized jti":     f.with(nil, fields{"jti": strings.Repeat("x", 4096)}),
		"megabyte":          strings.Repeat("A", 1<<20),
		"dots":              strings.Repeat(".", 4000),
		"empty":             "",
		"two dots":          "..",
		"not base64":        "%%%.%%%.%%%",
		"NUL":               "\x00.\x00.\x00",
		"JWE":               tokens.Access + ".a.b",
		"JSON form":         fmt.Sprintf(`{"protected":%q,"payload":%q,"signature":%q}`, honest[0], honest[1], honest[2]),
		"refresh token":     tokens.Refresh,
	}
	// each claim and each header field of a wrong kind, and every character that matters in another spelling
	for field := range f.claims {
		for kind, wrong := range map[string]any{"true": true, "a list": []any{f.claims[field]}, "an object": fields{"v": f.claims[field]}} {
			cases[field+" is "+kind] = f.with(nil, fields{field: wrong})
		}
	}
	for field := range f.head {
		for kind, wrong := range map[string]any{"true": true, "an object": fields{"v": f.head[field]}} {
			cases[field+" is "+kind] = f.with(fields{field: wrong}, nil)
		}
		cases[field+" twice, the honest one last"] = f.sign(strings.Replace(head, "{", fmt.Sprintf(`{%q:"x",`, field), 1), encode(f.claims, nil))
		cases[field+" twice, the honest one first"] = f.sign(strings.Replace(head, "}", fmt.Sprintf(`,%q:"x"}`, field), 1), encode(f.claims, nil))
	}
	for _, algorithm := range []string{"HS384", "HS512", "RS384", "RS512", "PS256", "ES384", "ES512", "ES256K", "Ed448", "EdDSA ", "dir", "A128KW"} {
		cases["alg "+algorithm] = f.with(fields{"alg": algorithm}, nil)
	}
	for what, token := range cases {
		v, err := w.s.ViewerByToken(t.Context(), token)
		if is(t, what, err, fault.Unauthenticated, ""); v.SignedIn() {
			t.Errorf("%s is accepted", what)
		}
	}
	if t.Logf("%d forged or malformed tokens", len(cases)); len(cases) < 150 {
		t.Error("too few cases")
	}
	_, err = w.s.ViewerByToken(t.Context(), tokens.Access)
	ok(t, "the honest token, after all", err)
	w.pass(10*time.Minute - time.Second)
	_, err = w.s.ViewerByToken(t.Context(), tokens.Access)
	ok(t, "just before its end", err)
	w.pass(time.Second)
	_, err = w.s.ViewerByToken(t.Context(), tokens.Access)
	is(t, "at its end", err, fault.Unauthenticated, "")
}

// Keys rotate without signing anyone out, over several processes.
func TestRotateKey(t *testing.T) {
	w := newWorld(t)
	u := w.user("ana@example.org")
	processes := []*account.Service{w.s, account.NewService(w.db, w.now, publicURL, publicURL), account.NewService(w.db, w.now, publicURL, "https://elsewhere.example/")}
	type issued struct {
		access string
		at     time.Time
	}
	var list []issued
	kids := map[string]bool{}
	for minute := range 60 {
		for i, p := range processes {
			tokens, err := p.IssueTokens(t.Context(), u, "")
			ok(t, "issue", err)
			list = append(list, issued{tokens.Access, w.now()})
			head, _ := base64.RawURLEncoding.DecodeString(strings.Split(tokens.Access, ".")[0])
			kids[string(head)] = true
			if minute == 20 && i == 1 || minute == 40 && i == 2 {
				ok(t, "rotate", p.RotateKey(t.Context()))
			}
		}
		for i, one := range list {
			_, err := processes[(minute+i)%3].ViewerByToken(t.Context(), one.access)
			if live := w.now().Before(one.at.Truncate(time.Second).Add(10 * time.Minute)); live != (err == nil) {
				t.Fatalf("minute %d, a token of %v: %v", minute, one.at, err)
			}
		}
		w.pass(time.Minute)
		list = list[max(0, len(list)-40):]
	}
	if len(kids) != 3 {
		t.Errorf("signed with %d keys", len(kids))
	}
	raw, err := w.s.JWKS(t.Context())
	ok(t, "JWKS", err)
	var set struct{ Keys []map[string]string }
	if json.Unmarshal(raw, &set) != nil || len(set.Keys) != 1 || set.Keys[0]["kty"] != "OKP" || set.Keys[0]["crv"] != "Ed25519" ||
		set.Keys[0]["alg"] != "EdDSA" || set.Keys[0]["use"] != "sig" || set.Keys[0]["kid"] == "" || len(set.Keys[0]["x"]) != 43 {
		t.Errorf("%s", raw)
	}
}

// A key is replaced when it is a month old, by one of however many processes.
func TestRotateDue(t *testing.T) {
	w := newWorld(t)
	tokens, err := w.s.IssueTokens(t.Context(), w.user("ana@example.org"), "")
	ok(t, "issue", err)
	rotate := func(want int) {
		t.Helper()
		var all sync.WaitGroup
		for range 5 {
			all.Go(func() {
				if err := account.NewService(w.db, w.now, publicURL, publicURL).RotateDue(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		var keys int
		if err := w.db.Get(&keys, `select count(*) from signing_key`); err != nil || keys != want {
			t.Errorf("%d keys, wanted %d: %v", keys, want, err)
		}
	}
	rotate(1)
	w.pass(29 * day)
	if tokens, err = w.s.Refresh(t.Context(), tokens.Refresh); err != nil {
		t.Fatal(err)
	}
	rotate(1)
	w.pass(day)
	tokens, err = w.s.Refresh(t.Context(), tokens.Refresh)
	ok(t, "refresh", err)
	rotate(2)
	_, err = w.s.ViewerByToken(t.Context(), tokens.Access)
	ok(t, "a token of the old key", err)
}

func TestFirstKeyIsOne(t *testing.T) {
	w := newWorld(t)
	u := w.user("ana@example.org")
	var all sync.WaitGroup
	for range 10 {
		p := account.NewService(w.db, w.now, publicURL, publicURL)
		all.Go(func() {
			if _, err := p.IssueTokens(t.Context(), u, ""); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	var n int
	if err := w.db.Get(&n, `select count(*) from signing_key`); err != nil || n != 1 {
		t.Error(n, err)
	}
}
