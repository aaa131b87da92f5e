package mission

// Left is how many places of m nobody has or is offered. p may be nil: nobody has registered.
func (p *Places) Left(m *Mission) int {
	if p == nil {
		return m.Capacity
	}
	return max(0, m.Capacity-p.Taken)
}

// InLine is how many wait for a place. p may be nil.
func (p *Places) InLine() int {
	if p == nil {
		return 0
	}
	return p.Waiting
}
