package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"sync"

	"github.com/modelcontextprotocol/go-sdk/auth"
	"github.com/modelcontextprotocol/go-sdk/oauthex"
	"golang.org/x/oauth2"
)

// grant is what outlives the program: who it is registered as at a server, and its tokens.
type grant struct {
	Config *oauth2.Config
	Token  *oauth2.Token
	file   string // each server has its own
}

func readGrant(serverURL string) (grant, error) {
	kept := grant{file: filepath.Join(os.Getenv("HOME"), ".mcp-example-"+url.QueryEscape(serverURL)+".json")}
	text, err := os.ReadFile(kept.file)
	if errors.Is(err, os.ErrNotExist) {
		return kept, nil
	}
	if err == nil {
		err = json.Unmarshal(text, &kept)
	}
	return kept, err
}

func (g grant) keep() error {
	text, err := json.Marshal(g)
	if err != nil {
		return err
	}
	return os.WriteFile(g.file, text, 0o600)
}

// savingSource keeps each new token of the source that it wraps.
type savingSource struct {
	oauth2.TokenSource
	kept grant
}

func (s *savingSource) Token() (*oauth2.Token, error) {
	token, err := s.TokenSource.Token()
	if err != nil || token.AccessToken == s.kept.Token.AccessToken {
		return token, err
	}
	s.kept.Token = token
	return token, s.kept.keep()
}

// source makes tokens out of a grant; oauth2.ReuseTokenSource has it asked by one goroutine at a time.
func (g grant) source(ctx context.Context) oauth2.TokenSource {
	return oauth2.ReuseTokenSource(nil, &savingSource{g.Config.TokenSource(ctx, g.Token), g})
}

// signIn returns what the SDK needs to have the user sign in. The browser comes back to a free port of
// this machine, which stays the one that was registered.
func signIn(serverURL string) (auth.OAuthHandler, error) {
	redirect := &url.URL{Scheme: "http", Host: "127.0.0.1:0", Path: "/callback"}
	kept, err := readGrant(serverURL)
	if err == nil && kept.Config != nil {
		redirect, err = url.Parse(kept.Config.RedirectURL)
	}
	if err != nil {
		return nil, err
	}
	listener, err := net.Listen("tcp", redirect.Host)
	if err != nil {
		return nil, err
	}
	redirect.Host = listener.Addr().String()
	answers := make(chan url.Values, 1)
	var onePage sync.Mutex // an answer belongs to the page that is open
	go http.Serve(listener, http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		fmt.Fprint(w, "You can close this window.")
		answers <- request.URL.Query()
	}))

	config := &auth.AuthorizationCodeHandlerConfig{
		RedirectURL: redirect.String(),
		AuthorizationCodeFetcher: func(ctx context.Context, page *auth.AuthorizationArgs) (*auth.AuthorizationResult, error) {
			onePage.Lock()
			defer onePage.Unlock()
			if err := exec.Command(cmp.Or(os.Getenv("BROWSER"), "xdg-open"), page.URL).Start(); err != nil {
				log.Printf("Open this page: %s", page.URL)
			}
			answer := <-answers
			if code := answer.Get("error"); code != "" {
				return nil, errors.New(cmp.Or(answer.Get("error_description"), code))
			}
			return &auth.AuthorizationResult{
				Code: answer.Get("code"), State: answer.Get("state"), Iss: answer.Get("iss"),
			}, nil
		},
		DynamicClientRegistrationConfig: &auth.DynamicClientRegistrationConfig{
			Metadata: &oauthex.ClientRegistrationMetadata{
				ClientName:              "Go example",
				RedirectURIs:            []string{redirect.String()},
				GrantTypes:              []string{"authorization_code", "refresh_token"},
				TokenEndpointAuthMethod: "none",
			},
		},
		NewTokenSource: func(ctx context.Context, config *oauth2.Config, token *oauth2.Token) (oauth2.TokenSource, error) {
			kept.Config, kept.Token = config, token
			return kept.source(ctx), kept.keep()
		},
	}
	if kept.Config != nil {
		config.PreregisteredClient = &oauthex.ClientCredentials{ClientID: kept.Config.ClientID}
		config.InitialTokenSource = kept.source(context.Background())
	}
	return auth.NewAuthorizationCodeHandler(config)
}
