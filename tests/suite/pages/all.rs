//! Every page of the box, with every sample of it.

use askama::Template;
use chalkbox::lessons::players::{AudioPage, PdfPage, PicturePage, TextPage, VideoPage};
use chalkbox::lessons::views::{HomePage, LessonPage, SearchPage, TopicPage};
use chalkbox::people::becoming_views::{JoinPage, SetupPage, SheetPage};
use chalkbox::people::learn_views::{CardPage, ClassesPage, LearnPage, TroublePage};
use chalkbox::people::sign_in_views::{EverywherePage, MePage, SignInPage};
use chalkbox::people::views::{PicturesPage, PicturesPickPage, StillPage, TurnPage};
use chalkbox::portal::views::{HelpPage, LanguagesPage, WelcomePage};
use chalkbox::teaching::views as teaching;
use chalkbox::technician::views::BoxPage;
use chalkbox::text::{Text, Texts};
use chalkbox::web::fault_page::FaultPage;

pub struct Page {
    pub name: String,
    pub html: String,
}

fn render<T: Template>(name: &str, samples: Vec<T>, pages: &mut Vec<Page>) {
    for (index, sample) in samples.into_iter().enumerate() {
        let html = sample.render().unwrap();
        pages.push(Page { name: format!("{name}-{index}"), html });
    }
}

pub fn pages(text: &Text, texts: &Texts) -> Vec<Page> {
    let names = texts.names();
    let mut pages = Vec::new();
    render("home", HomePage::samples(text), &mut pages);
    render("topic", TopicPage::samples(text), &mut pages);
    render("lesson", LessonPage::samples(text), &mut pages);
    render("search", SearchPage::samples(text), &mut pages);
    render("welcome", WelcomePage::samples(text, &names), &mut pages);
    render("languages", LanguagesPage::samples(text, &names), &mut pages);
    render("help", HelpPage::samples(text), &mut pages);
    render("turn", TurnPage::samples(text), &mut pages);
    render("still", StillPage::samples(text), &mut pages);
    render("pictures", PicturesPage::samples(text), &mut pages);
    render("pick", PicturesPickPage::samples(text), &mut pages);
    render("setup", SetupPage::samples(text), &mut pages);
    render("join", JoinPage::samples(text), &mut pages);
    render("sheet", SheetPage::samples(text), &mut pages);
    let classes = chalkbox::people::samples::classes(text);
    render("learn", ClassesPage::samples(text, &classes), &mut pages);
    render("learn-pick", LearnPage::samples(text, &classes[0]), &mut pages);
    render("learn-trouble", TroublePage::samples(text), &mut pages);
    render("card", CardPage::samples(text), &mut pages);
    let learners = chalkbox::teaching::samples::learners(text);
    render("teach", teaching::ClassesPage::samples(text, &classes), &mut pages);
    render("teach-class", teaching::ClassPage::samples(text, &classes[0], &learners), &mut pages);
    render("teach-remove", teaching::RemoveClassPage::samples(text, &classes[0]), &mut pages);
    render("teach-learner", teaching::LearnerPage::samples(text, &classes, &learners), &mut pages);
    render("teach-forget", teaching::ForgetPage::samples(text, &learners[2]), &mut pages);
    render("teach-list", teaching::RosterPage::samples(text, &classes[0]), &mut pages);
    render("teach-cards", teaching::CardsPage::samples(text), &mut pages);
    render("sign-in", SignInPage::samples(text), &mut pages);
    render("me", MePage::samples(text), &mut pages);
    render("everywhere", EverywherePage::samples(text), &mut pages);
    render("fault", FaultPage::samples(text), &mut pages);
    render("video", VideoPage::samples(text), &mut pages);
    render("audio", AudioPage::samples(text), &mut pages);
    render("pdf", PdfPage::samples(text), &mut pages);
    render("picture", PicturePage::samples(text), &mut pages);
    render("text", TextPage::samples(text), &mut pages);
    render("box", BoxPage::samples(text), &mut pages);
    pages
}
