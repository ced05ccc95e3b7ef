package kafka

import (
	"context"
	"crypto/tls"
	"net"
	"sync"
	"time"
)

// link is a connection to a broker that is given up when nothing comes any more. A client sets the
// deadline of a whole answer; over a slow link a large one takes longer, and every byte puts it off.
type link struct {
	net.Conn
	moving func() // is told of bytes of a long answer; nil: nobody is

	mu       sync.Mutex
	patience time.Duration // from one byte to the next; 0: for ever, or the reading is called off
	answer   int           // bytes that have come since something was sent
}

// longAnswer is how many bytes no answer has that says that there is nothing.
const longAnswer = 16 << 10

// SetReadDeadline implements net.Conn.
func (l *link) SetReadDeadline(at time.Time) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.patience = 0
	if !at.IsZero() {
		l.patience = max(time.Until(at), 0)
	}
	return l.Conn.SetReadDeadline(at)
}

// Write implements net.Conn.
func (l *link) Write(b []byte) (int, error) {
	l.mu.Lock()
	l.answer = 0
	l.mu.Unlock()
	return l.Conn.Write(b)
}

// Read implements net.Conn.
func (l *link) Read(b []byte) (int, error) {
	n, err := l.Conn.Read(b)
	if n == 0 {
		return n, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.patience > 0 {
		l.Conn.SetReadDeadline(time.Now().Add(l.patience))
	}
	if l.answer += n; l.answer > longAnswer && l.moving != nil {
		l.moving()
	}
	return n, err
}

// dial returns how to reach a broker within some time, by TLS if config is not nil. moving may be nil.
func dial(config *tls.Config, within time.Duration, moving func()) func(ctx context.Context, network, address string) (net.Conn, error) {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		ctx, cancel := context.WithTimeout(ctx, within)
		defer cancel()
		conn, err := new(net.Dialer).DialContext(ctx, network, address)
		if err != nil {
			return nil, err
		}
		l := &link{Conn: conn, moving: moving}
		if config == nil {
			return l, nil
		}
		own := config.Clone()
		if own.ServerName == "" {
			if own.ServerName, _, err = net.SplitHostPort(address); err != nil {
				conn.Close()
				return nil, err
			}
		}
		secure := tls.Client(l, own)
		if err := secure.HandshakeContext(ctx); err != nil {
			conn.Close()
			return nil, err
		}
		return secure, nil
	}
}
