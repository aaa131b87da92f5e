package viewer

import "fmt"

// Circle is a set of viewers, each within the one before.
type Circle int

// The circles.
const (
	Everyone Circle = iota
	SignedIn
	Analysts // and coordinators
)

var circles = []string{"everyone", "signed-in", "analysts"}

// ParseCircle reads a circle by its name; "" is everyone.
func ParseCircle(s string) (Circle, error) {
	for c, name := range circles {
		if s == name || s == "" {
			return Circle(c), nil
		}
	}
	return Everyone, fmt.Errorf("give everyone, signed-in or analysts")
}

// Within tells whether the viewer is in the circle.
func (v Viewer) Within(c Circle) bool {
	switch c {
	case Everyone:
		return true
	case SignedIn:
		return v.SignedIn()
	}
	return v.Has(Analyst) || v.IsCoordinator()
}
