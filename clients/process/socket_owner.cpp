#include "clients/process/socket_owner.hpp"

#include <fmt/format.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <system_error>
#include <vector>

#include "foundation/files/descriptor.hpp"

namespace conform::clients {

using mock::ConnectionEnds;

namespace {

struct DiagQuestion {
  nlmsghdr header;
  inet_diag_req_v2 socket;
};
struct DiagAnswer {
  nlmsghdr header;
  inet_diag_msg socket;
};

DiagQuestion question_about(const ConnectionEnds& ends) {
  DiagQuestion question{};
  question.header.nlmsg_len = sizeof(question);
  question.header.nlmsg_type = SOCK_DIAG_BY_FAMILY;
  question.header.nlmsg_flags = NLM_F_REQUEST;
  question.socket.sdiag_family = AF_INET;
  question.socket.sdiag_protocol = IPPROTO_TCP;
  question.socket.idiag_states = ~0U;
  inet_diag_sockid& id = question.socket.id;  // as its owner sees it
  id.idiag_src[0] = htonl(ends.peer_address);
  id.idiag_sport = htons(ends.peer_port);
  id.idiag_dst[0] = htonl(ends.own_address);
  id.idiag_dport = htons(ends.own_port);
  id.idiag_cookie[0] = INET_DIAG_NOCOOKIE;
  id.idiag_cookie[1] = INET_DIAG_NOCOOKIE;
  return question;
}

// The kernel has answered when send() returns. A socket that nobody holds any more has the inode 0.
std::optional<std::uint64_t> inode_by_sock_diag(const ConnectionEnds& ends) {
  const Descriptor netlink(::socket(AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC, NETLINK_SOCK_DIAG));
  if (!netlink) return std::nullopt;
  const DiagQuestion question = question_about(ends);
  DiagAnswer answer{};  // attributes may follow it, and an error is shorter
  ssize_t count = ::send(netlink.get(), &question, sizeof(question), 0);
  if (count > 0) count = ::recv(netlink.get(), &answer, sizeof(answer), MSG_DONTWAIT);
  const bool is_whole = count == static_cast<ssize_t>(sizeof(answer));
  if (!is_whole || answer.header.nlmsg_type != SOCK_DIAG_BY_FAMILY) return std::nullopt;
  if (answer.socket.idiag_inode == 0) return std::nullopt;
  return answer.socket.idiag_inode;
}

// As the tables of proc(5) write them: each word of the address as a number of the machine's own
// byte order.
std::string in_table(std::uint32_t address, std::uint16_t port, bool mapped) {
  const std::string prefix = mapped ? fmt::format("{:016X}{:08X}", 0, htonl(0xffff)) : "";
  return fmt::format("{}{:08X}:{:04X}", prefix, htonl(address), port);
}

std::string content_of(const char* file) {
  std::ifstream in(file);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

bool is_number(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// A folder of /proc whose entries are numbers, handed on one after the other until one is enough.
template <typename Enough>
bool any_entry(const std::string& folder, Enough enough) {
  std::error_code error;
  std::filesystem::directory_iterator at(folder, error);
  for (; !error && at != std::filesystem::directory_iterator(); at.increment(error)) {
    if (enough(at->path())) return true;
  }
  return false;
}

bool holds(int process, std::string_view link) {
  return any_entry(fmt::format("/proc/{}/fd", process), [link](const std::filesystem::path& fd) {
    std::array<char, 64> target{};
    const ssize_t size = ::readlink(fd.c_str(), target.data(), target.size());
    return size > 0 && std::string_view(target.data(), static_cast<std::size_t>(size)) == link;
  });
}

// Each thread has a list of its own: the children that it has started or adopted.
void add_children(int process, std::vector<int>& to) {
  any_entry(fmt::format("/proc/{}/task", process), [&to](const std::filesystem::path& thread) {
    std::ifstream list(thread / "children");
    for (int child = 0; list >> child;) to.push_back(child);
    return false;
  });
}

}  // namespace

std::optional<std::uint64_t> inode_in_table(std::string_view table, const ConnectionEnds& ends) {
  for (const bool mapped : {false, true}) {
    const std::string both =
        fmt::format(" {} {} ", in_table(ends.peer_address, ends.peer_port, mapped),
                    in_table(ends.own_address, ends.own_port, mapped));
    const std::size_t at = table.find(both);
    if (at == std::string_view::npos) continue;
    const std::string_view rest = table.substr(at + both.size());
    // st tx_queue:rx_queue tr:tm->when retrnsmt uid timeout inode
    std::istringstream fields{std::string(rest.substr(0, rest.find('\n')))};
    std::string field;
    for (int place = 0; place < 7; ++place) fields >> field;
    std::uint64_t inode = 0;
    if (is_number(field)) std::from_chars(field.data(), field.data() + field.size(), inode);
    if (inode != 0) return inode;
  }
  return std::nullopt;
}

std::optional<std::uint64_t> inode_of_peer(const ConnectionEnds& ends) {
  if (const auto inode = inode_by_sock_diag(ends)) return inode;
  for (const char* table : {"/proc/net/tcp", "/proc/net/tcp6"}) {
    if (const auto inode = inode_in_table(content_of(table), ends)) return inode;
  }
  return std::nullopt;
}

bool is_held_below(int process, std::uint64_t inode) {
  const std::string link = fmt::format("socket:[{}]", inode);
  std::vector<int> below;
  add_children(process, below);
  for (std::size_t at = 0; at < below.size(); ++at) {
    const int descendant = below[at];
    if (holds(descendant, link)) return true;
    add_children(descendant, below);
  }
  return false;
}

}  // namespace conform::clients
