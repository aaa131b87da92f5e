package server

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/descope/virtualwebauthn"
	"github.com/pquerna/otp/totp"

	"github.com/bioxclusters/portal/internal/account"
)

// TestTokenRefusals holds POST /auth/token to RFC 6749, section 5.2.
func TestTokenRefusals(t *testing.T) {
	w := newWorld(t, "https://portal.example", nil)
	good := grant().Encode()
	cases := []struct {
		name, contentType, body string
		status                  int
		code                    string
	}{
		{"no body", form, "", 400, "invalid_request"},
		{"no content type", "X: y", good, 400, "invalid_request"},
		{"text", "Content-Type: text/plain", good, 400, "invalid_request"},
		{"no password", form, "grant_type=password&username=" + email, 400, "invalid_request"},
		{"no user", form, "grant_type=password&password=x", 400, "invalid_request"},
		{"a parameter twice", form, good + "&username=" + email, 400, "invalid_request"},
		{"broken escapes", form, "grant_type=%zz", 400, "invalid_request"},
		{"no JSON", asJS, "{", 400, "invalid_request"},
		{"JSON of a wrong type", asJS, `{"grant_type":["password"]}`, 400, "invalid_request"},
		{"JSON list", asJS, `[]`, 400, "invalid_request"},
		{"rubbish after", asJS, `{"grant_type":"password","username":"` + email + `","password":"` + password + `"} {}`, 400, "invalid_request"},
		{"too large", form, good + "&x=" + strings.Repeat("x", maxForm), 400, "invalid_request"},
		{"unknown grant", form, "grant_type=authorization_code&code=x", 400, "unsupported_grant_type"},
		{"no refresh token", form, "grant_type=refresh_token", 400, "invalid_request"},
		{"false refresh token", form, "grant_type=refresh_token&refresh_token=x", 400, "invalid_grant"},
		{"wrong password", form, "grant_type=password&password=wrong&username=" + email, 400, "invalid_grant"},
		{"unknown person", form, "grant_type=password&password=wrong&username=nobody@nowhere.example", 400, "invalid_grant"},
		{"NUL in the name", asJS, `{"grant_type":"password","username":"a\u0000","password":"x"}`, 400, "invalid_grant"},
		{"NUL in the password", asJS, `{"grant_type":"password","username":"` + email + `","password":"a\u0000"}`, 400, "invalid_grant"},
		{"no UTF-8", form, "grant_type=password&username=%ff%fe&password=%ff", 400, "invalid_grant"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			rec := w.do("POST", "/auth/token", c.body, c.contentType)
			var answer map[string]string
			if err := json.Unmarshal(rec.Body.Bytes(), &answer); err != nil {
				t.Fatalf("%v in %s", err, rec.Body)
			}
			if rec.Code != c.status || answer["error"] != c.code || answer["error_description"] == "" || rec.Header().Get("Cache-Control") != "no-store" {
				t.Errorf("%d %v, Cache-Control %q", rec.Code, answer, rec.Header().Get("Cache-Control"))
			}
		})
	}
	if in, out := w.form(url.Values{"grant_type": {"password"}, "username": {email}, "password": {"x"}}).Body.String(),
		w.form(url.Values{"grant_type": {"password"}, "username": {"nobody@nowhere.example"}, "password": {"x"}}).Body.String(); in != out {
		t.Errorf("a wrong password and an unknown address differ: %s, %s", in, out)
	}
}

func TestTokensByFormAndJSON(t *testing.T) {
	w := newWorld(t, "https://portal.example", nil)
	asJSON := `{"grant_type":"password","username":"` + email + `","password":"` + password + `"}`
	for name, rec := range map[string]interface{ Header() http.Header }{"form": w.form(grant()), "JSON": w.do("POST", "/auth/token", asJSON, asJS)} {
		if h := rec.Header(); h.Get("Cache-Control") != "no-store" || h.Get("Pragma") != "no-cache" || h.Get("Content-Type") != "application/json; charset=utf-8" || h.Get("Set-Cookie") != "" {
			t.Errorf("%s: %v", name, h)
		}
	}
	a := w.tokens(w.do("POST", "/auth/token", asJSON, asJS, "Host: evil.example", "X-Forwarded-Host: evil.example"))
	if a.TokenType != "Bearer" || a.ExpiresIn != 600 {
		t.Errorf("%s for %d s", a.TokenType, a.ExpiresIn)
	}
	claims, _ := base64.RawURLEncoding.DecodeString(strings.Split(a.AccessToken, ".")[1])
	if !strings.Contains(string(claims), `"iss":"https://portal.example"`) || strings.Contains(string(claims), "evil") {
		t.Errorf("the Host header made it into %s", claims)
	}
	if who := w.asker("Authorization: Bearer " + a.AccessToken); who != userID {
		t.Errorf("the token is %q's", who)
	}
	if rec := w.do("GET", "/.well-known/jwks.json", ""); rec.Code != 200 || rec.Header().Get("Content-Type") != "application/jwk-set+json" || strings.Contains(rec.Body.String(), `"d"`) {
		t.Errorf("keys: %d %v %s", rec.Code, rec.Header(), rec.Body)
	}
}

func TestRefreshTokensRotate(t *testing.T) {
	w := newWorld(t, "https://portal.example", nil)
	refresh := func(token string) url.Values {
		return url.Values{"grant_type": {"refresh_token"}, "refresh_token": {token}}
	}
	first := w.tokens(w.form(grant()))
	second := w.tokens(w.form(refresh(first.RefreshToken)))
	if second.RefreshToken == first.RefreshToken || w.asker("Authorization: Bearer "+second.AccessToken) != userID {
		t.Error("the refresh token did not rotate")
	}
	w.now = w.now.Add(time.Minute)
	if rec := w.form(refresh(first.RefreshToken)); rec.Code != 400 || !strings.Contains(rec.Body.String(), "invalid_grant") {
		t.Errorf("a retired refresh token was taken: %d %s", rec.Code, rec.Body)
	}
	// two hold the token, so the session is over for both
	if rec := w.form(refresh(second.RefreshToken)); rec.Code != 400 {
		t.Errorf("the session lives on: %d", rec.Code)
	}
	if rec := w.do("POST", "/graphql", "{}", "Authorization: Bearer "+second.AccessToken); rec.Code != 401 {
		t.Errorf("the access token lives on: %d", rec.Code)
	}
}

func TestCookies(t *testing.T) {
	for public, want := range map[string]http.Cookie{
		"https://portal.example": {Name: "__Host-portal", Secure: true}, "http://localhost:8080": {Name: "portal"},
	} {
		w := newWorld(t, public, nil)
		c := w.cookie()
		if c.Name != want.Name || c.Secure != want.Secure || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" ||
			len(c.Value) < 43 || c.Expires.Before(w.now.Add(13*24*time.Hour)) || c.Expires.After(w.now.Add(91*24*time.Hour)) {
			t.Errorf("%s: %+v", public, c)
		}
		if who := w.asker("Cookie: " + c.Name + "=" + c.Value); who != userID {
			t.Errorf("%s: the cookie is %q's", public, who)
		}
	}
	w := newWorld(t, "https://portal.example", nil)
	if who := w.asker("Cookie: portal=" + w.cookie().Value); who != "" {
		t.Error("on https, a cookie of the plain name was believed")
	}
	rec := w.do("POST", "/graphql", "{}", "Cookie: __Host-portal=nonsense")
	if dropped := rec.Result().Cookies(); rec.Code != 200 || len(dropped) != 1 || dropped[0].MaxAge >= 0 || !dropped[0].Secure || dropped[0].Path != "/" {
		t.Errorf("a false cookie: %d %v", rec.Code, dropped)
	}
	for _, body := range []string{"", "{}", `{"email":"` + email + `"}`, `{"email":"` + email + `","password":"wrong"}`} {
		if rec := w.do("POST", "/auth/session", body, asJS); rec.Code != 400 && rec.Code != 401 || len(rec.Result().Cookies()) > 0 || rec.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %d %v", body, rec.Code, rec.Header())
		}
	}
}

func TestSignOutEndsTheSessionAtOnce(t *testing.T) {
	w := newWorld(t, "https://portal.example", nil)
	cookie, other := w.cookie(), w.cookie()
	header := "Cookie: __Host-portal=" + cookie.Value
	rec := w.do("DELETE", "/auth/session", "", header)
	if dropped := rec.Result().Cookies(); rec.Code != 204 || len(dropped) != 1 || dropped[0].MaxAge >= 0 {
		t.Errorf("%d %v", rec.Code, dropped)
	}
	if w.asker(header) != "" || w.asker("Cookie: __Host-portal="+other.Value) != userID {
		t.Error("the wrong session ended")
	}
	tokens := w.tokens(w.form(grant()))
	bearer := "Authorization: Bearer " + tokens.AccessToken
	if rec := w.do("DELETE", "/auth/session", "", bearer); rec.Code != 204 {
		t.Errorf("by token: %d %s", rec.Code, rec.Body)
	}
	if rec := w.do("POST", "/graphql", "{}", bearer); rec.Code != 401 {
		t.Errorf("the token lives on: %d", rec.Code)
	}
	if rec := w.form(url.Values{"grant_type": {"refresh_token"}, "refresh_token": {tokens.RefreshToken}}); rec.Code != 400 {
		t.Errorf("the refresh token lives on: %d", rec.Code)
	}
	for _, nothing := range []string{"X: y", header, bearer, "Cookie: __Host-portal=nonsense"} {
		if rec := w.do("DELETE", "/auth/session", "", nothing); rec.Code != 204 {
			t.Errorf("signing out twice: %d %s", rec.Code, rec.Body)
		}
	}
}

func TestFalseBearers(t *testing.T) {
	w := newWorld(t, "https://portal.example", nil)
	good := w.tokens(w.form(grant())).AccessToken
	cookie := "Cookie: __Host-portal=" + w.cookie().Value
	for _, header := range []string{"Bearer", "Bearer ", "Bearer x", "Bearer " + good + "x", "Bearer " + good[:len(good)-4], "Basic YTpi", good, "Bearer " + strings.Repeat("x", 8000), "Bearer \xff"} {
		rec := w.do("POST", "/graphql", "{}", "Authorization: "+header, cookie)
		if rec.Code != 401 || !strings.HasPrefix(rec.Header().Get("WWW-Authenticate"), "Bearer") || !strings.Contains(rec.Body.String(), `"UNAUTHENTICATED"`) {
			t.Errorf("%.40q: %d %v", header, rec.Code, rec.Header())
		}
	}
	if w.asker("Authorization: bearer "+good) != userID {
		t.Error("the scheme's case should not count")
	}
	w.now = w.now.Add(11 * time.Minute)
	if rec := w.do("POST", "/graphql", "{}", "Authorization: Bearer "+good); rec.Code != 401 {
		t.Errorf("a token outlived its ten minutes: %d", rec.Code)
	}
}

func TestGuessing(t *testing.T) {
	w := newWorld(t, "https://portal.example", nil)
	wrong := url.Values{"grant_type": {"password"}, "username": {email}, "password": {"wrong"}}
	for i := range 10 {
		if rec := w.form(wrong); rec.Code != 400 {
			t.Fatalf("try %d: %d %s", i+1, rec.Code, rec.Body)
		}
	}
	rec := w.form(wrong, "X-Forwarded-For: 198.51.100.7", "Remote: 192.0.2.99:1")
	if rec.Code != 429 || rec.Header().Get("Retry-After") != "900" || !strings.Contains(rec.Body.String(), "temporarily_unavailable") {
		t.Errorf("try 11: %d %s", rec.Code, rec.Body)
	}
	right := w.do("POST", "/auth/session", `{"email":"Anna@Arbre.example","password":"`+password+`"}`, asJS)
	if right.Code != 429 || right.Header().Get("Retry-After") == "" || !strings.Contains(right.Body.String(), `"LIMITED"`) {
		t.Errorf("the right one after: %d %s", right.Code, right.Body)
	}
	w.now = w.now.Add(16 * time.Minute)
	w.cookie()
}

// TestTheSecondStep signs in with a code of an authenticator app, by cookie and by token; the refusals say that a code is what lacks.
func TestTheSecondStep(t *testing.T) {
	w := newWorld(t, "https://portal.example", nil)
	v, err := w.accounts.ViewerByCookie(t.Context(), w.cookie().Value)
	if err != nil {
		t.Fatal(err)
	}
	key, err := w.accounts.BeginTOTP(t.Context(), v, "", account.BeginTOTPInput{Password: password})
	if err != nil {
		t.Fatal(err)
	}
	code := func() string {
		w.now = w.now.Add(30 * time.Second)
		code, err := totp.GenerateCode(key.Secret, w.now)
		if err != nil {
			t.Fatal(err)
		}
		return code
	}
	if _, err := w.accounts.ConfirmTOTP(t.Context(), v, "", account.ConfirmTOTPInput{TOTP: code()}); err != nil {
		t.Fatal(err)
	}
	session := func(password, code string) *httptest.ResponseRecorder {
		return w.do("POST", "/auth/session", `{"email":"`+email+`","password":"`+password+`","totp":"`+code+`"}`, asJS)
	}
	for _, wrong := range []string{"", "000000"} {
		if rec := session(password, wrong); rec.Code != 401 || !strings.Contains(rec.Body.String(), `"field":"totp"`) || len(rec.Result().Cookies()) > 0 {
			t.Errorf("%q: %d %s", wrong, rec.Code, rec.Body)
		}
	}
	if rec := session("wrong", ""); rec.Code != 401 || strings.Contains(rec.Body.String(), "totp") {
		t.Errorf("whoever does not know the password learns of the app: %s", rec.Body)
	}
	if rec := session(password, code()); rec.Code != 204 || len(rec.Result().Cookies()) != 1 {
		t.Errorf("%d %s", rec.Code, rec.Body)
	}
	withCode := func(code string) url.Values {
		g := grant()
		g.Set("totp", code)
		return g
	}
	if rec := w.form(grant()); rec.Code != 400 || !strings.Contains(rec.Body.String(), `"mfa_required"`) {
		t.Errorf("%d %s", rec.Code, rec.Body)
	}
	if rec := w.form(withCode("000000")); rec.Code != 400 || !strings.Contains(rec.Body.String(), `"invalid_grant"`) {
		t.Errorf("%d %s", rec.Code, rec.Body)
	}
	w.tokens(w.form(withCode(code())))
	if strings.Contains(w.log.String(), key.Secret) {
		t.Error("the secret is in the log")
	}
}

// TestPasskeysByHTTP makes a passkey and signs in with it, as browsers do; the address that a request calls the portal by counts nothing.
func TestPasskeysByHTTP(t *testing.T) {
	w := newWorld(t, "https://portal.example", nil)
	site := virtualwebauthn.RelyingParty{ID: "portal.example", Name: "bioXclusters", Origin: "https://portal.example"}
	device := virtualwebauthn.NewAuthenticatorWithOptions(virtualwebauthn.AuthenticatorOptions{UserHandle: []byte(userID)})
	key := virtualwebauthn.NewCredential(virtualwebauthn.KeyTypeEC2)
	if rec := w.do("POST", "/auth/passkeys/options", `{"name":"x"}`, asJS); rec.Code != 401 {
		t.Errorf("a visitor: %d %s", rec.Code, rec.Body)
	}
	cookie := "Cookie: __Host-portal=" + w.cookie().Value
	rec := w.do("POST", "/auth/passkeys/options", `{"name":"My laptop"}`, asJS, cookie, "Host: evil.example")
	making, err := virtualwebauthn.ParseAttestationOptions(rec.Body.String())
	if err != nil || making.RelyingPartyID != "portal.example" {
		t.Fatalf("%v: %d %s", err, rec.Code, rec.Body)
	}
	made := virtualwebauthn.CreateAttestationResponse(site, device, key, *making)
	if rec := w.do("POST", "/auth/passkeys", `{"name":"My laptop","credential":`+made+`}`, asJS, cookie, "Sec-Fetch-Site: cross-site"); rec.Code != 403 {
		t.Errorf("from a foreign page: %d", rec.Code)
	}
	if rec := w.do("POST", "/auth/passkeys", `{"name":"My laptop","credential":`+made+`}`, asJS, cookie); rec.Code != 204 {
		t.Fatalf("%d %s", rec.Code, rec.Body)
	}
	signIn := func(counter uint32) *httptest.ResponseRecorder {
		asked, err := virtualwebauthn.ParseAssertionOptions(w.do("POST", "/auth/session/options", "", "Host: evil.example").Body.String())
		if err != nil {
			t.Fatal(err)
		}
		key.Counter = counter
		return w.do("POST", "/auth/session", `{"passkey":`+virtualwebauthn.CreateAssertionResponse(site, device, key, *asked)+`}`, asJS)
	}
	if rec := signIn(1); rec.Code != 204 || w.asker("Cookie: __Host-portal="+rec.Result().Cookies()[0].Value) != userID {
		t.Errorf("%d %s", rec.Code, rec.Body)
	}
	if rec := signIn(1); rec.Code != 401 || len(rec.Result().Cookies()) > 0 {
		t.Errorf("a count that does not grow: %d %s", rec.Code, rec.Body)
	}
	for _, body := range []string{"", "x", "[]", `{"name":1}`, `{"name":"x","credential":{}}`, `{"name":"","credential":{}}`} {
		if rec := w.do("POST", "/auth/passkeys", body, asJS, cookie); rec.Code != 400 && rec.Code != 401 {
			t.Errorf("%s: %d %s", body, rec.Code, rec.Body)
		}
	}
}
