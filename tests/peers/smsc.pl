# An SMSC on loopback, built on Perl's Net::SMPP: what smsc.js does, as far as README.md marks it, by other people's code.
# Options: one JSON object as argument.
use strict;
use warnings;
use utf8;
use Encode qw(decode encode);
use IO::Select;
use JSON::PP;
use Net::SMPP;
use Socket qw(IPPROTO_TCP TCP_NODELAY);

my $json = JSON::PP->new->utf8->canonical;
my %options = (port => 0, system_id => 'unisms', password => 'secret', name => 'SMSC', log => '',
               %{$json->decode($ARGV[0] // '{}')});

my %DELIVERED = (stat => 'DELIVRD', state => 2, err => '000', form => 'text', replies => []);
sub failed { my ($stat, $state, $err) = @_; return {%DELIVERED, stat => $stat, state => $state, err => $err} }

# The last three digits of the number -> what happens. Anything else is delivered.
my %OUTCOMES = (
  901 => failed('UNDELIV', 5, '001'), 902 => failed('UNDELIV', 5, '006'), 903 => failed('UNDELIV', 5, '013'),
  904 => failed('EXPIRED', 3, '000'), 905 => failed('REJECTD', 8, '034'), 906 => failed('DELETED', 4, '000'),
  908 => failed('UNKNOWN', 7, '000'),
  909 => {status => 0x0B}, 912 => {status => 0x08}, 928 => {status => 0x0A}, 929 => {nack => 0x03},
  916 => {%DELIVERED, form => 'tlv'}, 927 => {%DELIVERED, form => 'odd'}, 932 => {%DELIVERED, form => 'both'},
  921 => {%DELIVERED, replies => ['STOP']}, 926 => {%DELIVERED, replies => ['Ça marche… 👍 ' x 12]},
);

my %count = map { $_ => 0 } qw(binds submits taken refused receipts acknowledged replies repeated enquired);
my (%links, %unacknowledged); # by file number; what was told and not acknowledged yet, whatever link it left by
my ($last_id, $last_delivery, $last_link, $holding) = (0, 0, 0, 0);

open my $log, '>>', $options{log} || '/dev/null' or die "$options{log}: $!";
$log->autoflush(1);
STDOUT->autoflush(1);
sub note { my ($event, %facts) = @_; print $log $json->encode({event => $event, %facts}), "\n" }

# -- one connected ESME

sub accepted {
  my $smpp = shift;
  setsockopt $smpp, IPPROTO_TCP, TCP_NODELAY, 1;
  $links{fileno $smpp} = {smpp => $smpp, number => ++$last_link, bound => 0, waiting => {}};
}

sub gone {
  my $link = shift;
  delete $links{fileno $link->{smpp}} or return;
  note('close', bind => $link->{number}) if $link->{bound};
  close $link->{smpp};
}

my %ANSWERS = (
  Net::SMPP::CMD_bind_transceiver() => \&bound,
  Net::SMPP::CMD_submit_sm() => \&submitted,
  Net::SMPP::CMD_deliver_sm_resp() => \&acknowledged,
  Net::SMPP::CMD_enquire_link() => sub { my ($link, $pdu) = @_; $link->{smpp}->enquire_link_resp(seq => $pdu->{seq}) unless $holding },
  Net::SMPP::CMD_enquire_link_resp() => sub { $count{enquired}++ },
  Net::SMPP::CMD_unbind() => sub {
    my ($link, $pdu) = @_;
    note('unbind', bind => $link->{number});
    $link->{smpp}->unbind_resp(seq => $pdu->{seq});
    gone($link);
  },
  Net::SMPP::CMD_unbind_resp() => \&gone,
);

sub heard {
  my $link = shift;
  my $pdu = $link->{smpp}->read_pdu or return gone($link);
  my $answer = $ANSWERS{$pdu->{cmd}} or return $link->{smpp}->generic_nack(seq => $pdu->{seq}, status => 0x03);
  $answer->($link, $pdu);
}

sub bound {
  my ($link, $pdu) = @_;
  my $status = $pdu->{system_id} ne $options{system_id} ? 0x0F : $pdu->{password} ne $options{password} ? 0x0E : 0;
  note('bind', bind => $link->{number}, status => $status);
  $link->{smpp}->bind_transceiver_resp(seq => $pdu->{seq}, status => $status, system_id => $options{name});
  return if $status;
  $count{binds}++;
  $link->{bound} = 1;
  deliver($link, $unacknowledged{$_}) for sort { $a <=> $b } keys %unacknowledged;
}

# -- messages

sub submitted {
  my ($link, $pdu) = @_;
  $count{submits}++;
  return if $holding;
  my $outcome = $OUTCOMES{substr $pdu->{destination_addr}, -3} // \%DELIVERED;
  my $status = $outcome->{status} // $outcome->{nack} // 0;
  my $id = $status ? '' : ++$last_id;
  $count{$status ? 'refused' : 'taken'}++;
  note_submit($link, $pdu, $status);
  return $link->{smpp}->generic_nack(seq => $pdu->{seq}, status => $status) if $outcome->{nack};
  $link->{smpp}->submit_sm_resp(seq => $pdu->{seq}, status => $status, message_id => $id);
  return if $status;
  receipt($link, $pdu, $id, $outcome) if $pdu->{registered_delivery} & 1;
  reply($link, @$pdu{qw(destination_addr source_addr)}, $_) for @{$outcome->{replies}};
}

sub note_submit {
  my ($link, $pdu, $status) = @_;
  my ($part, $octets) = (undef, $pdu->{short_message});
  if ($pdu->{esm_class} & 0x40) {
    (my $header, $octets) = unpack 'C/a a*', $octets;
    $part = [unpack 'xxCCC', $header];
  }
  note('submit', bind => $link->{number}, msisdn => $pdu->{destination_addr}, from => $pdu->{source_addr}, part => $part,
       ton => [@$pdu{qw(source_addr_ton source_addr_npi)}], status => $status, coding => $pdu->{data_coding},
       receipt => $pdu->{registered_delivery}, text => decode($pdu->{data_coding} == 8 ? 'UTF-16BE' : 'gsm0338', $octets));
}

# -- receipts and replies

sub receipt {
  my ($link, $pdu, $id, $news) = @_;
  my %fields = (esm_class => 0x04, source_addr => $pdu->{destination_addr}, destination_addr => $pdu->{source_addr}, short_message => '');
  if ($news->{form} eq 'odd') {
    $fields{short_message} = "ID: $id Stat:" . lc $news->{stat};
  } elsif ($news->{form} ne 'tlv') {
    my $delivered = $news->{state} == 2 ? '001' : '000';
    $fields{short_message} = "id:$id sub:001 dlvrd:$delivered submit date:2611221200 done date:2611221201 "
      . "stat:$news->{stat} err:$news->{err} text:";
  }
  if ($news->{form} =~ /tlv|both/) {
    @fields{qw(receipted_message_id message_state network_error_code)} = ("$id\0", chr $news->{state}, pack 'Cn', 3, $news->{err});
  }
  keep($link, {kind => 'receipt', fields => \%fields});
}

sub reply {
  my ($link, $from, $to, $text) = @_;
  my $coding = $text =~ /^[ -Z a-z]*$/ ? 0 : 8;
  my $octets = encode($coding ? 'UTF-16BE' : 'gsm0338', $text);
  my ($alone, $joined) = $coding ? (140, 134) : (160, 153);
  my @parts = length $octets > $alone ? unpack "(a$joined)*", $octets : $octets;
  my $reference = $last_delivery & 0xff;
  for my $number (1 .. @parts) {
    my $header = @parts > 1 ? pack 'C6', 5, 0, 3, $reference, scalar @parts, $number : '';
    keep($link, {kind => 'reply', fields => {esm_class => @parts > 1 ? 0x40 : 0, source_addr => $from, destination_addr => $to,
                                             data_coding => $coding, short_message => $header . $parts[$number - 1]}});
  }
}

sub keep {
  my ($link, $delivery) = @_;
  $delivery->{key} = ++$last_delivery;
  $unacknowledged{$delivery->{key}} = $delivery;
  deliver($link, $delivery) if $link;
}

sub deliver {
  my ($link, $delivery) = @_;
  $count{$delivery->{kind} eq 'receipt' ? 'receipts' : 'replies'}++;
  $count{repeated}++ if $delivery->{sent}++;
  my $sequence = $link->{smpp}->deliver_sm(async => 1, source_addr_ton => 1, source_addr_npi => 1, %{$delivery->{fields}});
  $link->{waiting}{$sequence} = $delivery->{key};
}

sub acknowledged {
  my ($link, $pdu) = @_;
  my $key = delete $link->{waiting}{$pdu->{seq}} // return;
  $count{acknowledged}++ if !$pdu->{status} && delete $unacknowledged{$key};
}

# -- commands: a JSON line on stdin, a JSON line back on stdout

sub all_bound { return grep { $_->{bound} } values %links }

my %COMMANDS = (
  stats => sub { return {%count, unacknowledged => scalar keys %unacknowledged, links => scalar all_bound()} },
  drop => sub { gone($_) for values %links },
  unbind => sub { $_->{smpp}->unbind(async => 1) for all_bound() },
  enquire => sub { $_->{smpp}->enquire_link(async => 1) for all_bound() },
  hold => sub { $holding = 1 },
  mo => sub { my $mo = shift; reply((all_bound())[0], @$mo{qw(from to text)}) },
  flush => sub { },
);

my $asked = '';
sub obey {
  sysread STDIN, $asked, 65536, length $asked or exit;
  while ($asked =~ s/^(.*)\n//) {
    my $command = $json->decode($1);
    my $answer = $COMMANDS{$command->{do}}->($command);
    print $json->encode(ref $answer eq 'HASH' ? $answer : {}), "\n";
  }
}

local $SIG{PIPE} = 'IGNORE';
local $SIG{__WARN__} = sub { }; # Net::SMPP tells of every link that ends
my $server = Net::SMPP->new_listen('127.0.0.1', port => $options{port}, smpp_version => 0x34) or die "cannot listen: $!";
print $json->encode({port => $server->sockport}), "\n";
while (1) {
  for my $ready (IO::Select->new($server, \*STDIN, map { $_->{smpp} } values %links)->can_read) {
    if ($ready == $server) { accepted($server->accept) }
    elsif ($ready == \*STDIN) { obey() }
    elsif (my $link = $links{fileno $ready // -1}) { heard($link) }
  }
}
