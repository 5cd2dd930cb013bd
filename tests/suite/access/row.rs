//! What a row of the table says, and what follows from it for a request.

use chalkbox::people::Role;

/// Who may pass.
#[derive(Clone, Copy, Debug)]
pub struct Who {
    /// Somebody without a cookie.
    pub nobody: bool,
    pub guest: bool,
    pub roles: &'static [Role],
}

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asker {
    Nobody,
    Guest,
    Of(Role),
}

impl Asker {
    pub const ALL: [Self; 6] = [
        Self::Nobody,
        Self::Guest,
        Self::Of(Role::Learner),
        Self::Of(Role::Teacher),
        Self::Of(Role::Head),
        Self::Of(Role::Technician),
    ];
}

/// What the request says of where it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    Own,
    Foreign,
    Null,
    None,
}

impl Origin {
    pub const ALL: [Self; 4] = [Self::Own, Self::Foreign, Self::Null, Self::None];
}

/// What a change needs beside somebody who may.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// It is no change.
    Nothing,
    /// A form of ours: its token is bound to the session.
    Token,
    /// The same, for pages that ask nobody who they are: bound to the cookie as it is, even to none.
    TokenOfCookie,
    /// On the lesson site, a form of the page that the visit shows. Without a visit nothing is heard.
    TokenOfVisit,
}

/// What becomes of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Passed,
    /// 303 to the page where one signs in.
    SignIn,
    /// 403.
    Refused,
}

#[derive(Clone, Copy, Debug)]
pub struct Row {
    pub method: &'static str,
    /// As the route is written.
    pub path: &'static str,
    /// A whole address of this route.
    pub sample: &'static str,
    /// What a form would send, without the token.
    pub form: &'static str,
    pub who: Who,
    pub needs: Needs,
    /// The form is sent in parts, as forms with files are.
    pub in_parts: bool,
    /// Programs of the very machine pass too.
    pub own_machine: bool,
}

pub const fn read(path: &'static str, sample: &'static str, who: Who) -> Row {
    Row {
        method: "GET",
        path,
        sample,
        form: "",
        who,
        needs: Needs::Nothing,
        in_parts: false,
        own_machine: false,
    }
}

pub const fn change(path: &'static str, sample: &'static str, form: &'static str, who: Who) -> Row {
    Row { method: "POST", form, needs: Needs::Token, ..read(path, sample, who) }
}

/// What a page of the lesson site tells.
pub const fn told(path: &'static str, sample: &'static str, form: &'static str) -> Row {
    change(path, sample, form, ANY).needs(Needs::TokenOfVisit)
}

/// Served beside all routes, to anybody.
pub const fn beside(path: &'static str, sample: &'static str) -> Row {
    read(path, sample, ANY)
}

const ANY: Who = Who { nobody: true, guest: true, roles: &Role::ALL };

impl Row {
    pub const fn needs(self, needs: Needs) -> Self {
        Self { needs, ..self }
    }

    pub const fn in_parts(self) -> Self {
        Self { in_parts: true, ..self }
    }

    pub const fn or_own_machine(self) -> Self {
        Self { own_machine: true, ..self }
    }

    pub fn is_change(&self) -> bool {
        self.method != "GET"
    }

    fn is_for(&self, asker: Asker) -> bool {
        match asker {
            Asker::Nobody => self.who.nobody,
            Asker::Guest => self.who.guest,
            Asker::Of(role) => self.who.roles.contains(&role),
        }
    }

    /// What must become of a request from another machine.
    pub fn expected(&self, asker: Asker, origin: Origin, token: bool) -> Outcome {
        let signed_in = matches!(asker, Asker::Of(_));
        if !self.is_for(asker) {
            return if signed_in || self.is_change() { Outcome::Refused } else { Outcome::SignIn };
        }
        let own = matches!(origin, Origin::Own | Origin::None);
        match self.needs {
            Needs::Nothing => Outcome::Passed,
            // Who has no visit is not listened to, whatever is said.
            Needs::TokenOfVisit if asker == Asker::Nobody => Outcome::Passed,
            _ if own && token => Outcome::Passed,
            _ => Outcome::Refused,
        }
    }
}
